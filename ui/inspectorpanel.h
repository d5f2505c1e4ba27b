#pragma once

#include "model/core/historyrecord.h"
#include "model/items/allowance.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace GenMirror
{

class DifferenceView;
class JsonTree;
class VersionStrip;

/// The selected object: as a tree, its text byte for byte, and the versions that it had.
class InspectorPanel : public QWidget
{
    Q_OBJECT
public:
    /// What a list of versions is.
    enum class Versions {
        All,
        Newest,     ///< There are more than are listed.
        Reading,    ///< None, as they are on their way.
        Unreadable, ///< None, as they could not be read.
    };

    explicit InspectorPanel(QWidget *parent = nullptr);
    /// An empty text shows that nothing is selected.
    void setObject(const QString &id, const QByteArray &text);
    /// Whether the object can be changed from here.
    void setAllowance(const Allowance &allowance);
    /// Newest first; what versionsRequested() asked for.
    void setVersions(const QList<ObjectVersion> &versions, Versions kind);
    /// The state that is looked at; 0: the present one. Of the versions the one that was then is selected.
    void setViewed(qint64 record);
    /// What the timeline shows, in milliseconds since 1970: the versions' axis shades it.
    void setShade(qint64 from, qint64 to);
    /// Whether the versions are looked at.
    [[nodiscard]] bool showsVersions() const;

Q_SIGNALS:
    /// Another object is looked at, or it has another text, or its versions are looked at.
    void versionsRequested();
    /// The state that this update made is to be looked at.
    void viewRequested(qint64 record);
    void editRequested();

private:
    void showVersions();
    void compare(int after, int before);
    [[nodiscard]] int rowOfViewed() const;

    QTabWidget *m_tabs;
    QLabel *m_title;
    QLabel *m_size;
    JsonTree *m_tree;
    QPlainTextEdit *m_text;
    QWidget *m_versionsPage;
    VersionStrip *m_strip;
    QListWidget *m_versions;
    QLabel *m_versionLabel;
    DifferenceView *m_versionText;
    QList<ObjectVersion> m_known;
    Versions m_kind = Versions::All;
    QByteArray m_shown;
    QString m_id;
    qint64 m_viewed = 0;
    bool m_follows = true; ///< The versions' selection follows what is viewed: none was chosen by hand.
    QPushButton *m_edit;
};

} // namespace GenMirror
