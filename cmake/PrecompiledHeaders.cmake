# Headers of Qt and the standard library that most sources read, parsed once for all of them. They are no headers of
# ours, so nothing is compiled anew because of them. The preset plain does without, and finds a missing include.

# genmirror_make_headers(<name> LINK ... HEADERS ...): what genmirror_headers(<target> <name>) takes.
function(genmirror_make_headers name)
  cmake_parse_arguments(MADE "" "" "LINK;HEADERS" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/headers_${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Precompiled headers hang on a source.\n")
  add_library(genmirror_headers_${name} OBJECT EXCLUDE_FROM_ALL ${source})
  set_target_properties(genmirror_headers_${name} PROPERTIES AUTOMOC OFF AUTORCC OFF UNITY_BUILD OFF)
  target_link_libraries(genmirror_headers_${name} PRIVATE genmirror_options ${MADE_LINK})
  target_precompile_headers(genmirror_headers_${name} PRIVATE ${MADE_HEADERS})
endfunction()

# All its sources see them first, so all have to be compiled with genmirror_options.
function(genmirror_headers target name)
  target_precompile_headers(${target} REUSE_FROM genmirror_headers_${name})
endfunction()

# The same for the program of a test. What moc makes of it is included by its one source, and the file for the rest
# is empty: without 150 MB of headers that is compiled in no time.
function(genmirror_test_headers target name)
  genmirror_headers(${target} ${name})
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/mocs_compilation.cpp PROPERTIES
    SKIP_PRECOMPILE_HEADERS ON)
endfunction()

genmirror_make_headers(core LINK Qt6::Core HEADERS
  <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QElapsedTimer> <QFile> <QHash> <QJsonArray> <QJsonDocument>
  <QJsonObject> <QList> <QMap> <QProcess> <QRegularExpression> <QSet> <QString> <QTemporaryDir> <QThread> <QTimer>
  <QUrl> <QUrlQuery> <tl/expected.hpp>
  <algorithm> <chrono> <deque> <functional> <limits> <map> <memory> <mutex> <optional> <ranges> <string> <thread>
  <utility> <variant> <vector>)
genmirror_make_headers(widgets LINK Qt6::Widgets HEADERS <QtWidgets> <tl/expected.hpp>
  <algorithm> <functional> <memory> <optional> <ranges>)
