# SPDX-License-Identifier: Apache-2.0
# A layer is a static library of all sources below its folder; a new file or context needs no line here. What most of its files
# include is precompiled, its own headers as well: read once for all.
add_library(palabre_options INTERFACE)
target_compile_options(palabre_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                       -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Werror -fno-omit-frame-pointer)
# GCC 12 takes optional strings for uninitialized where it optimizes; the sanitizers look for the real ones.
target_compile_options(palabre_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
# Clang assembles what cmake/Assets.cmake generates, and is given what only C++ needs.
target_compile_options(palabre_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-unused-command-line-argument>)
target_include_directories(palabre_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
if(PALABRE_SANITIZE)
  target_compile_options(palabre_options INTERFACE -fsanitize=${PALABRE_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(palabre_options INTERFACE -fsanitize=${PALABRE_SANITIZE})
  if(PALABRE_SANITIZE MATCHES thread)
    # So instrumented, GCC 12 takes sums of strings for writes past their end; the address sanitizer looks for real ones.
    target_compile_options(palabre_options INTERFACE "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-stringop-overflow>")
  endif()
  if(PALABRE_SANITIZE MATCHES undefined AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # As shared libraries they have a place for reports each, and UBSan's is not the one that it is told.
    target_link_options(palabre_options INTERFACE -static-libasan -static-libubsan)
  endif()
endif()

# palabre_layer(NAME LIBRARIES…): the library palabre_NAME from all *.cpp below the current folder.
function(palabre_layer name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_library(palabre_${name} STATIC ${sources})
  target_link_libraries(palabre_${name} PUBLIC palabre_options ${ARGN})
  target_precompile_headers(palabre_${name} PRIVATE <algorithm> <map> <memory> <optional> <string> <string_view>
                            <unordered_map> <variant> <vector> <fmt/format.h>)
endfunction()
