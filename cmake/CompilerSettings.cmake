# One place for flags: warnings are errors, sanitizers by preset, the fast linker and the compiler
# cache where they are installed.
add_library(yuyue_compiler_settings INTERFACE)
target_compile_options(yuyue_compiler_settings INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wconversion -Wno-sign-conversion
  -Wno-missing-field-initializers # members left out of a designated initializer have defaults
  -Wno-maybe-uninitialized # g++ 12 reports it falsely from Beast's parser at -O2
  # … and this of Asio's coroutine frames where it optimises (instrumented builds: below)
  $<$<NOT:$<CONFIG:Debug>>:-Wno-mismatched-new-delete>)
# g++ 12 cannot compile some coroutine code without this; Asio needs it spelled out for separate
# compilation, which roughly halves the cost of each file that includes it.
target_compile_definitions(yuyue_compiler_settings INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  JSON_DIAGNOSTICS=0)

if(YUYUE_SANITIZE STREQUAL "address")
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
elseif(YUYUE_SANITIZE STREQUAL "thread")
  set(sanitizers -fsanitize=thread -fno-omit-frame-pointer)
endif()
if(sanitizers)
  target_compile_options(yuyue_compiler_settings INTERFACE ${sanitizers} -Wno-tsan
    -Wno-mismatched-new-delete) # g++ 12 reports it falsely of Asio's coroutine frames when instrumented
  target_link_options(yuyue_compiler_settings INTERFACE ${sanitizers})
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
