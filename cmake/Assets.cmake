# SPDX-License-Identifier: Apache-2.0
# Files as a part of the program, by .incbin: no generated C++, no limit of a compiler's string, nothing to compile.
enable_language(ASM)

# palabre_embed(TARGET BASE BUILT FILE…): the files, named by their path below BASE or, if they are made, below BUILT; reached
# by http/assets.hpp. Once a program.
function(palabre_embed target base built)
  set(rows)
  foreach(file IN LISTS ARGN)
    set(below ${base})
    cmake_path(IS_PREFIX built ${file} is_built)
    if(is_built)
      set(below ${built})
    endif()
    cmake_path(RELATIVE_PATH file BASE_DIRECTORY ${below} OUTPUT_VARIABLE path)
    list(APPEND rows "${path}|${file}")
  endforeach()
  list(SORT rows COMPARE STRING)
  set(data "")
  set(table "")
  set(number 0)
  foreach(row IN LISTS rows)
    string(REGEX MATCH "^([^|]+)[|](.+)$" matched "${row}")
    set(path "${CMAKE_MATCH_1}")
    set(file "${CMAKE_MATCH_2}")
    string(LENGTH "${path}" length)
    string(APPEND data "path_${number}: .ascii \"${path}\"\nfile_${number}: .incbin \"${file}\"\nend_${number}:\n")
    string(APPEND table "  .quad path_${number}, ${length}, file_${number}, end_${number} - file_${number}\n")
    math(EXPR number "${number} + 1")
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}_assets.s)
  file(CONFIGURE OUTPUT ${source} CONTENT
"  .section .rodata
${data}  .balign 8
  .globl palabre_embedded_asset_count
palabre_embedded_asset_count: .quad ${number}
  .section .data.rel.ro, \"aw\"
  .balign 8
  .globl palabre_embedded_assets
palabre_embedded_assets:
${table}  .section .note.GNU-stack, \"\"
" @ONLY)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${ARGN}" SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE ${source})
endfunction()
