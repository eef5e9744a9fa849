# SPDX-License-Identifier: Apache-2.0
# What an installed Palabre is, and the Debian package of it: script/package.
# What is installed is built before by its own target: not the tests.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(packaging ${CMAKE_SOURCE_DIR}/packaging)
install(TARGETS palabre RUNTIME DESTINATION bin)
install(FILES ${packaging}/palabre.service ${packaging}/palabre-backup.service ${packaging}/palabre-backup.timer
              ${packaging}/palabre-erasures.service ${packaging}/palabre-erasures.timer
        DESTINATION lib/systemd/system)
install(FILES ${packaging}/Caddyfile DESTINATION share/doc/palabre/examples)
install(FILES ${packaging}/copyright docs/install.md docs/operations.md DESTINATION share/doc/palabre)
install(FILES ${packaging}/lintian-overrides DESTINATION share/lintian/overrides RENAME palabre)

# Debian wants both packed, and without the time of packing: the same sources make the same file.
find_program(gzip_program gzip)
foreach(packed changelog palabre.1)
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/package/${packed}.gz
                     COMMAND ${gzip_program} -9nc ${packaging}/${packed} > ${CMAKE_BINARY_DIR}/package/${packed}.gz
                     DEPENDS ${packaging}/${packed} VERBATIM)
endforeach()
add_custom_target(palabre_package DEPENDS ${CMAKE_BINARY_DIR}/package/changelog.gz ${CMAKE_BINARY_DIR}/package/palabre.1.gz
                                          palabre)
install(FILES ${CMAKE_BINARY_DIR}/package/changelog.gz DESTINATION share/doc/palabre)
install(FILES ${CMAKE_BINARY_DIR}/package/palabre.1.gz DESTINATION share/man/man1)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME palabre)
set(CPACK_PACKAGE_CONTACT "Palabre's maintainers <maintainers@palabre.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "self-hosted engine for professional communities")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "Palabre is one program over one folder: forum, members, spaces, notices.
Every act is an event in a log that anybody can check; what is personal is
sealed and can be erased. Pages work without JavaScript, in French and
English.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/PackageFolders.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "caddy | nginx, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${packaging}/postinst ${packaging}/prerm ${packaging}/postrm)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/package)
include(CPack)
