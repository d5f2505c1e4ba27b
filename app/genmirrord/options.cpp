#include "app/genmirrord/options.h"

#include "app/genmirrord/settings.h"

#include <QCommandLineParser>
#include <QFile>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// A setting's text, and where it stood.
struct Given {
    QString text;
    QString where;
};

tl::unexpected<Error> wrong(const QString &detail)
{
    return failure(Error::Kind::InvalidArgument, detail);
}

const Setting *find(const QString &name)
{
    const auto table = settings();
    const auto place = std::ranges::find(table, name, &Setting::name);
    return place == table.end() ? nullptr : &*place;
}

/// Lines of `name = value`; empty lines and those that begin with # are passed over.
Result<void> readFile(const QString &fileName, QHash<QString, Given> &given)
{
    constexpr qint64 longest = 1024 * 1024;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return wrong(u"The file of settings %1 cannot be read: %2."_s.arg(fileName, file.errorString()));
    int number = 0;
    for (const QByteArray &bytes : file.read(longest).split('\n')) {
        ++number;
        const QString line = QString::fromUtf8(bytes).trimmed();
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        const QString where = u"%1, line %2"_s.arg(fileName).arg(number);
        const qsizetype equals = line.indexOf(u'=');
        const QString name = line.left(equals).trimmed();
        if (equals < 0)
            return wrong(u"%1: a setting looks like \"name = value\", not \"%2\"."_s.arg(where, line));
        const Setting *setting = find(name);
        if (!setting)
            return wrong(u"%1: there is no setting \"%2\". genmirrord --print-config shows them all."_s.arg(
                where, name));
        QString value = line.mid(equals + 1).trimmed();
        if (setting->repeats && given.contains(name))
            value.prepend(given.value(name).text + u' ');
        given.insert(name, {value, where});
    }
    return {};
}

Result<void> applyAll(const QCommandLineParser &parser, ServerOptions &options)
{
    QHash<QString, Given> given;
    const QString file =
        parser.isSet(u"config"_s) ? parser.value(u"config"_s) : qEnvironmentVariable("GENMIRRORD_CONFIG");
    if (!file.isEmpty()) {
        if (auto read = readFile(file, given); !read)
            return read;
    }
    for (const Setting &setting : settings()) {
        const QString variable = environmentNameOf(setting);
        if (qEnvironmentVariableIsSet(variable.toLatin1().constData()))
            given.insert(setting.name, {qEnvironmentVariable(variable.toLatin1().constData()), variable});
        if (parser.isSet(setting.name))
            given.insert(setting.name, {setting.repeats ? parser.values(setting.name).join(u' ')
                                                        : parser.value(setting.name),
                                        u"--"_s + setting.name});
        const Given value = given.value(setting.name, {setting.standard, {}});
        if (!setting.apply(value.text, options))
            return wrong(u"%1: \"%2\" is not valid for %3. %4"_s.arg(value.where, value.text, setting.name,
                                                                     setting.help));
        options.settings += "# " + setting.help.toUtf8() + '\n' + setting.name.toUtf8() + " = " +
                            value.text.toUtf8() + "\n\n";
    }
    if (options.tlsCertificate.isEmpty() != options.tlsKey.isEmpty())
        return wrong(u"TLS needs both: tls-certificate and tls-key."_s);
    const HttpLimits &http = options.http;
    if (http.memoryShare < http.bodyBytes)
        return wrong(
            u"A body of max-body does not fit into max-memory-per-client: make this at least as large."_s);
    if (http.memoryBytes - http.memoryBytes / 8 < http.memoryShare) // the last eighth is for small requests
        return wrong(
            u"What max-memory-per-client allows does not fit into max-memory, whose last eighth is kept for "
            "small requests: make this at least 8/7 as large."_s);
    return {};
}

Result<void> readCommand(const QStringList &words, ServerOptions &options)
{
    if (words.isEmpty())
        return {};
    if (words.first() == "adopt"_L1) {
        options.command = ServerOptions::Command::Adopt;
        options.adoptTrees = words.mid(1);
        return {};
    }
    if (words.first() != "init"_L1 || words.size() > 2)
        return wrong(u"genmirrord takes no argument \"%1\". See genmirrord --help."_s.arg(
            words.value(words.first() == "init"_L1 ? 2 : 0)));
    options.command = ServerOptions::Command::Init;
    options.tokenName = words.value(1, u"admin"_s);
    return {};
}

} // namespace

Result<ServerOptions> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Serves trees of generational sets to mirrors.\n\n"
        "genmirrord                serves\n"
        "genmirrord init NAME      makes an admin's token in the data directory, and prints it once\n"
        "genmirrord adopt [TREE…]  gives trees, all or these, a new collection, after their files were put "
        "back by "
        "hand\n\n"
        "Every option may stand in a file, too (name = value), and in the environment (GENMIRRORD_NAME). The "
        "command line comes first, then the environment, then the file."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({u"config"_s, u"Read settings from this file."_s, u"FILE"_s});
    parser.addOption(
        {u"print-config"_s, u"Print all settings as they are, in the form of the file, and end."_s});
    for (const Setting &setting : settings())
        parser.addOption({setting.name, setting.help, setting.value, setting.standard});
    if (!parser.parse(arguments))
        return wrong(parser.errorText() + u". See genmirrord --help."_s);
    if (parser.isSet(u"help"_s))
        parser.showHelp();
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    ServerOptions options;
    if (auto read = readCommand(parser.positionalArguments(), options); !read)
        return failureOf(read);
    if (parser.isSet(u"print-config"_s))
        options.command = ServerOptions::Command::PrintSettings;
    if (auto applied = applyAll(parser, options); !applied)
        return failureOf(applied);
    return options;
}

} // namespace GenMirror
