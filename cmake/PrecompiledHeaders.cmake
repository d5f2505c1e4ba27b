# Headers of Qt and the standard library that most sources read, parsed once for all of them. They are no headers of
# ours, so nothing is compiled anew because of them. The preset plain does without, and finds a missing include.

# genmirror_make_headers(<name> OPTIONS <target> LINK ... HEADERS ...): what genmirror_headers(<target> <name>) takes.
function(genmirror_make_headers name)
  cmake_parse_arguments(MADE "" "OPTIONS" "LINK;HEADERS" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/headers_${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Precompiled headers hang on a source.\n")
  add_library(genmirror_headers_${name} OBJECT EXCLUDE_FROM_ALL ${source})
  set_target_properties(genmirror_headers_${name} PROPERTIES AUTOMOC OFF AUTORCC OFF UNITY_BUILD OFF)
  target_link_libraries(genmirror_headers_${name} PRIVATE ${MADE_OPTIONS} ${MADE_LINK})
  target_precompile_headers(genmirror_headers_${name} PRIVATE ${MADE_HEADERS})
endfunction()

# All its sources see them first, so all have to be compiled with the options of those.
function(genmirror_headers target name)
  target_precompile_headers(${target} REUSE_FROM genmirror_headers_${name})
endfunction()

# The same for the program of a test, core or widgets. What moc makes of it is included by its one source, and the file
# for the rest is empty: without 150 MB of headers that is compiled in no time.
function(genmirror_test_headers target name)
  genmirror_headers(${target} tests_${name})
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/mocs_compilation.cpp PROPERTIES
    SKIP_PRECOMPILE_HEADERS ON)
endfunction()

set(of_core
  <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QElapsedTimer> <QFile> <QHash> <QJsonArray> <QJsonDocument>
  <QJsonObject> <QList> <QMap> <QProcess> <QRegularExpression> <QSet> <QString> <QTemporaryDir> <QThread> <QTimer>
  <QUrl> <QUrlQuery> <tl/expected.hpp>
  <algorithm> <chrono> <deque> <functional> <limits> <map> <memory> <mutex> <optional> <ranges> <string> <thread>
  <utility> <variant> <vector>)
set(of_widgets <QtWidgets> <tl/expected.hpp> <algorithm> <functional> <memory> <optional> <ranges>)
genmirror_make_headers(core OPTIONS genmirror_options LINK Qt6::Core HEADERS ${of_core})
genmirror_make_headers(widgets OPTIONS genmirror_options LINK Qt6::Widgets HEADERS ${of_widgets})
if(BUILD_TESTING)
  # Qt tells each test where it lies, for QFINDTESTDATA, which is not used here: all would need headers of their own.
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  get_target_property(definitions Qt6::Test INTERFACE_COMPILE_DEFINITIONS)
  list(FILTER definitions EXCLUDE REGEX ^QT_TESTCASE_)
  set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS "${definitions}")
  set(of_tests <QHostAddress> <QNetworkAccessManager> <QNetworkReply> <QNetworkRequest> <QSignalSpy> <QTest>)
  genmirror_make_headers(tests_core OPTIONS genmirror_test_options LINK Qt6::Test Qt6::Network
    HEADERS ${of_core} ${of_tests})
  genmirror_make_headers(tests_widgets OPTIONS genmirror_test_options LINK Qt6::Widgets Qt6::Test Qt6::Network
    HEADERS ${of_widgets} ${of_core} ${of_tests})
endif()
