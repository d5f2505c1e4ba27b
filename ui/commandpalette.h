#pragma once

#include <QDialog>

class QAction;
class QLineEdit;
class QListWidget;

namespace GenMirror
{

/// Finds a command of the menus by a few letters of its name, and does it.
class CommandPalette : public QDialog
{
    Q_OBJECT
public:
    /// `actions`: what can be done now; each is shown with its menu and its shortcut.
    CommandPalette(const QList<QAction *> &actions, QWidget *parent);

    /// All commands of a menu bar, those of sub-menus, too.
    [[nodiscard]] static QList<QAction *> commandsOf(const QWidget &window);
    /// A command's name with its menus' names before it.
    [[nodiscard]] static QString nameOf(const QAction &action);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void narrow(const QString &letters);
    void run();

    QList<QAction *> m_actions;
    QLineEdit *m_line;
    QListWidget *m_list;
};

} // namespace GenMirror
