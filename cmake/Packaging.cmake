# What `cmake --install` puts where, and the Debian package made of it (scripts/package).
#
#   bin/yuyue                          the program
#   share/yuyue/static/                the pages
#   share/doc/yuyue/                   licence, changes, how to run it, an example configuration
#   lib/systemd/system/yuyue.service   the service
#   /etc/yuyue/yuyue.toml              its configuration, in the package only
set(packaging ${PROJECT_SOURCE_DIR}/scripts/packaging)
set(YUYUE_CONFIG_DIR /etc/yuyue)

install(TARGETS yuyue RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(DIRECTORY static/ DESTINATION ${CMAKE_INSTALL_DATADIR}/yuyue/static COMPONENT program)
install(FILES README.md README.zh-CN.md CHANGELOG.md SECURITY.md
              ${packaging}/OPERATIONS.md ${packaging}/OPERATIONS.zh-CN.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES ${packaging}/yuyue.toml RENAME yuyue.example.toml
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

# Written while installing, because only then the prefix is known (--prefix, the package's /usr).
install(CODE "
  set(YUYUE_CONFIG_DIR ${YUYUE_CONFIG_DIR})
  configure_file(${packaging}/yuyue.service.in
    \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/systemd/system/yuyue.service\" @ONLY)"
  COMPONENT program)
# Outside every prefix, so a plain `cmake --install` leaves it alone.
install(FILES ${packaging}/yuyue.toml DESTINATION ${YUYUE_CONFIG_DIR} COMPONENT machine
        EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME yuyue)
set(CPACK_PACKAGE_VENDOR "The Yuyue authors")
set(CPACK_PACKAGE_CONTACT "The Yuyue authors <yuyue@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "appointments for a hospital's outpatient department")
set(CPACK_PACKAGE_DESCRIPTION
"One server and one file of data: patients book 30-minute slots on a phone,
the front desk books for those without one, and the administrator hands over
the weekly timetable as a spreadsheet file. Needs no internet.")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
# Both components, in one package.
set(CPACK_COMPONENTS_ALL program machine)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, init-system-helpers (>= 1.52), tzdata")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
file(WRITE ${PROJECT_BINARY_DIR}/conffiles "${YUYUE_CONFIG_DIR}/yuyue.toml\n")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${packaging}/debian/postinst ${packaging}/debian/prerm ${packaging}/debian/postrm
  ${PROJECT_BINARY_DIR}/conffiles)
include(CPack)
