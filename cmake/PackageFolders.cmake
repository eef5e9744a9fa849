# SPDX-License-Identifier: Apache-2.0
# Run by CPack over what it packs: whoever makes the package, with whatever umask, its folders may be entered by all.
file(CHMOD_RECURSE ${CPACK_TEMPORARY_DIRECTORY}
     DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
