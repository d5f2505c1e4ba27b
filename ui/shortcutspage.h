#pragma once

#include <QDialog>

class QAction;

namespace GenMirror
{

/// All commands that have keys, and those keys that belong to no command.
class ShortcutsPage : public QDialog
{
    Q_OBJECT
public:
    ShortcutsPage(const QList<QAction *> &actions, QWidget *parent);
};

} // namespace GenMirror
