#include "app/genmirror/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>

#include <memory>

using namespace Qt::StringLiterals;

namespace GenMirror
{

void installTranslations(const QLocale &locale)
{
    const auto install = [](const QLocale &language, const QString &name, const QString &folder) {
        auto translator = std::make_unique<QTranslator>(qApp);
        if (!translator->load(language, name, u"_"_s, folder))
            return false;
        QCoreApplication::installTranslator(translator.release()); // the application is its parent
        return true;
    };
    install(locale, u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    if (!install(locale, u"genmirror"_s, u":/i18n"_s))
        install(QLocale(QLocale::English), u"genmirror"_s, u":/i18n"_s); // plural forms
}

} // namespace GenMirror
