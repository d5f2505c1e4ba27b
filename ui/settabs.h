#pragma once

#include "ui/objectspanel.h"

#include <QTabBar>

namespace GenMirror
{

/// One set that is open: which, and how it is looked at.
struct SetTab {
    int mirror = 0;
    SetPath set;
    ObjectsPanel::ViewState view;
};

/// The sets that are open; shown once there are two.
class SetTabs : public QTabBar
{
    Q_OBJECT
public:
    explicit SetTabs(QWidget *parent = nullptr);

    [[nodiscard]] const QList<SetTab> &tabs() const { return m_tabs; }
    /// The one that is shown. There always is one; before anything is open its mirror is 0.
    [[nodiscard]] SetTab &current() { return m_tabs[currentIndex()]; }
    /// Tells what one shows now.
    void setTitle(int index, const QString &title, const QString &toolTip);
    void open(const SetTab &tab, const QString &title);
    /// Goes to one that shows this set. False: there is none.
    [[nodiscard]] bool raiseThatOf(int mirror, const SetPath &set);
    /// In place of all; never none.
    void restore(const QList<SetTab> &tabs, const QStringList &titles, int current);
    void close(int index);
    /// Goes to the next (1) or the one before (-1), round and round.
    void step(int by);
    /// Of a mirror that is gone. Where all are, one stays that shows nothing.
    void closeThoseOf(int mirror);

Q_SIGNALS:
    /// Another one is to be shown; what `former` showed is to be remembered in it first.
    void left(SetTab &former);
    void entered(const SetTab &tab);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    /// Where there are many they are scrolled, in place of being too narrow to tell apart.
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override;

private:
    void enter(int index);

    QList<SetTab> m_tabs;
    int m_entered = 0;
    bool m_quiet = false;
};

} // namespace GenMirror
