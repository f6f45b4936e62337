# yuyue_embed_text(target NAME n NAMESPACE ns FILES globs…): compiles text files into `target` as
#   namespace ns { std::span<const EmbeddedText> n(); }   (EmbeddedText: yuyue/core/embedded_text.hpp)
# in the order of their names. A changed file rebuilds only the generated source.
function(yuyue_embed_text target)
  cmake_parse_arguments(arg "" "NAME;NAMESPACE" "FILES" ${ARGN})
  list(TRANSFORM arg_FILES PREPEND ${PROJECT_SOURCE_DIR}/)
  file(GLOB files CONFIGURE_DEPENDS ${arg_FILES})
  list(SORT files)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${arg_NAME}.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} "-DOUT=${out}" "-DNAME=${arg_NAME}" "-DNAMESPACE=${arg_NAMESPACE}"
            "-DFILES=${files}" -P ${PROJECT_SOURCE_DIR}/cmake/WriteEmbedded.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/WriteEmbedded.cmake VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
