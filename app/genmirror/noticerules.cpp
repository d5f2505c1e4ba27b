#include "app/genmirror/noticerules.h"

#include "app/genmirror/settingsfile.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace GenMirror
{

qint64 NoticeRule::countIn(const AppliedUpdate &update) const
{
    qint64 count = 0;
    for (const AppliedUpdate::SetChanges &changes : update.sets) {
        if (changes.path.ids().mid(0, set.depth()) == set.ids())
            count += changes.added.size() + changes.changed.size() + changes.removed.size();
    }
    return count;
}

QList<NoticeRule> readNoticeRules()
{
    QList<NoticeRule> rules;
    QSettings settings;
    const int count = settings.beginReadArray("notices"_L1);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        if (const auto set = SetPath::fromJson(settings.value("set"_L1).toByteArray()))
            rules.append({.mirror = settings.value("mirror"_L1).toString(), .set = *set});
    }
    settings.endArray();
    return rules;
}

Result<void> writeNoticeRules(const QList<NoticeRule> &rules)
{
    QSettings settings;
    settings.remove("notices"_L1);
    settings.beginWriteArray("notices"_L1, int(rules.size()));
    for (int i = 0; i < rules.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue("mirror"_L1, rules[i].mirror);
        settings.setValue("set"_L1, rules[i].set.toJson());
    }
    settings.endArray();
    return saveSettings();
}

} // namespace GenMirror
