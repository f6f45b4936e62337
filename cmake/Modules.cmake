# yuyue_module(name PUBLIC libs… PRIVATE libs…): one static library from src/<name>/*.cpp, whose
# public headers are include/yuyue/<name>/. What a module may include is what it links here.
function(yuyue_module name)
  cmake_parse_arguments(arg "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  add_library(yuyue_${name} STATIC ${sources})
  add_library(yuyue::${name} ALIAS yuyue_${name})
  set_target_properties(yuyue_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(yuyue_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include
                                           PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(yuyue_${name} PUBLIC ${arg_PUBLIC} yuyue_compiler_settings Threads::Threads
                                      PRIVATE ${arg_PRIVATE})
endfunction()
