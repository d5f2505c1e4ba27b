# `cpack` in a build folder of the preset release makes three Debian packages: the window, the server, the command line.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME genmirror)
set(CPACK_PACKAGE_CONTACT "The GenMirror developers <developers@genmirror.org>")
set(CPACK_PACKAGE_HOMEPAGE_URL https://genmirror.org/)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL desktop server command)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
  WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_DESKTOP_PACKAGE_NAME genmirror)
set(CPACK_DEBIAN_DESKTOP_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_DESKTOP_PACKAGE_DEPENDS "libqt6sql6-sqlite")
set(CPACK_DEBIAN_DESKTOP_PACKAGE_RECOMMENDS "genmirror-server, genmirrorctl, gnome-keyring | kwalletmanager")
set(CPACK_COMPONENT_DESKTOP_DESCRIPTION "live, verified, local mirrors of generational sets
 A window over local copies of the data that a server publishes: always up to
 date, proved to be the same, and there without a network, too.")
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME genmirror-server)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION net)
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS "libqt6sql6-sqlite")
set(CPACK_DEBIAN_SERVER_PACKAGE_RECOMMENDS "genmirrorctl")
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/resources/packaging/conffiles)
set(CPACK_COMPONENT_SERVER_DESCRIPTION "server of generational sets for GenMirror
 Publishes trees of generational sets over HTTP: updates, push, history, tokens,
 compaction, backup and restore.")
set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME genmirrorctl)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_COMMAND_PACKAGE_DEPENDS "libqt6sql6-sqlite")
set(CPACK_COMPONENT_COMMAND_DESCRIPTION "servers and mirrors of generational sets from the command line
 Asks a GenMirror server, keeps mirrors of its trees, and administers it.")
include(CPack)
