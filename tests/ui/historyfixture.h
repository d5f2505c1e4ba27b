#pragma once

#include "sync/cache/mirrorfiles.h"
#include "sync/sql/sqldatabase.h"
#include "tests/ui/desktopfixture.h"
#include "ui/inspectorpanel.h"

#include <QDir>
#include <QTreeView>

#include <algorithm>

namespace GenMirror::Test
{

/// The window over a mirror with a history: the sets "things", with 30 objects, and "others".
class HistoryFixture : public DesktopFixture
{
protected:
    ObjectsPanel &panel() { return *window().findChild<ObjectsPanel *>(); }
    InspectorPanel &inspector() { return *window().findChild<InspectorPanel *>(); }
    QTreeView &tree() { return *window().findChild<QTreeView *>(); }
    QModelIndex setNamed(const QString &name)
    {
        const QAbstractItemModel &model = *tree().model();
        return model.match(model.index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive)
            .value(0);
    }
    void middleClick(const QModelIndex &index)
    {
        tree().scrollTo(index);
        QTest::mouseClick(tree().viewport(), Qt::MiddleButton, {}, tree().visualRect(index).center());
    }
    QString titles()
    {
        return window().windowTitle() + u'|' + textOf(panel()) + u'|' + tabTexts().join(u'|');
    }
    QStringList tabTexts()
    {
        QStringList texts;
        for (int index = 0; index < window().tabs().count(); ++index)
            texts.append(window().tabs().tabText(index));
        return texts;
    }
    MirrorConfig config(const QString &name = u"main"_s) const
    {
        return {.server = m_proxy->url(),
                .tree = name,
                .history = {.records = 1'000'000},
                .requestTimeoutMilliseconds = 500};
    }
    /// Puts updates into the mirror's file that only changed object 1, to "v" as their number says; so many
    /// milliseconds apart.
    void lengthenHistory(qint64 count, qint64 apart = 1)
    {
        const QDir mirrors(m_directory->filePath(u"mirrors"_s));
        const QString folder = mirrors.filePath(mirrors.entryList(QDir::Dirs | QDir::NoDotAndDotDot).first());
        const auto database =
            SqlDatabase::open(mirrorFileName(folder, u"main"_s),
                              {.resources = u":/sql/cache"_s, .mode = SqlDatabase::Mode::Open});
        QVERIFY(database);
        QVERIFY((*database)->begin());
        qint64 newest = 0;
        qint64 change = 0;
        {
            SqlStatement ends = (*database)->prepare(
                u"SELECT max(id), (SELECT coalesce(max(change), 0) FROM changes) FROM history"_s);
            QVERIFY(ends.next());
            newest = ends.integer(0);
            change = ends.integer(1);
        }
        const QString numbers =
            u"WITH RECURSIVE n(i) AS (SELECT ?1 + 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 + ?2) "_s;
        (*database)
            ->prepare(numbers +
                      u"INSERT INTO changes (history, set_key, row, id, before) "
                      "SELECT i, set_key, row, id, CAST('{\"id\":1,\"v\":' || (i - 1) || '}' AS BLOB) "
                      "FROM n, objects WHERE id = x'31' AND instr(text, x'227622') > 0"_s)
            .bind(newest)
            .bind(count)
            .run();
        (*database)
            ->prepare(numbers + u"INSERT INTO history (id, collection, from_generation, to_generation, at, "
                                "cause, added, changed, removed, bytes, milliseconds, verified, sets, "
                                "last_change, kept_bytes, digest, reason) "
                                "SELECT i, collection, to_generation, to_generation, at + (i - ?1) * ?4, 2, "
                                "0, 1, 0, 100, 1, 1, "
                                "sets, ?3 + i - ?1, 40, digest, '' FROM n, history WHERE id = ?1"_s)
            .bind(newest)
            .bind(count)
            .bind(change)
            .bind(apart)
            .run();
        QVERIFY((*database)->commit());
    }
    void restart()
    {
        m_desktop = std::make_unique<Desktop>(m_directory->filePath(u"mirrors"_s));
        m_desktop->window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desktop->window()));
        m_desktop->addMirror(config());
        QTRY_VERIFY(status().contains("Live (push)"_L1));
        tree().setCurrentIndex(setNamed(u"things"_s));
        QTRY_COMPARE(table().model()->rowCount(), 30);
    }

    void begin()
    {
        QSettings().clear();
        m_directory = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<TestServer>();
        m_editor = m_server->connect();
        m_proxy = std::make_unique<FaultProxy>(m_server->port());
        for (const char *name : {"main", "second"}) {
            const QByteArray path = QByteArray("/v1/trees/") + name;
            QCOMPARE(m_editor->request("PUT", path).status, 201);
            QCOMPARE(m_editor
                         ->request("POST", path + "/batch",
                                   "{\"operations\":[{\"op\":\"create-set\",\"set\":[\"things\"]},"
                                   "{\"op\":\"create-set\",\"set\":[\"others\"]},"
                                   "{\"op\":\"add\",\"set\":[\"others\"],\"object\":{\"id\":1}}]}")
                         .status,
                     200);
        }
        for (int id = 1; id <= 30; ++id)
            put(id, 0);
        startDesktop();
        m_desktop->addMirror(config());
        QTRY_VERIFY(status().contains("Live (push)"_L1));
        tree().setCurrentIndex(setNamed(u"things"_s));
        QTRY_COMPARE(table().model()->rowCount(), 30);
        follow(1);
    }
    void end()
    {
        m_desktop.reset();
        m_proxy.reset();
        m_editor.reset();
        m_server.reset();
    }
};

} // namespace GenMirror::Test
