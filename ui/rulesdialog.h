#pragma once

#include <QDialog>

class QListWidget;
class QPushButton;

namespace GenMirror
{

/// The notifications that a person wants, each of which can be taken away.
class RulesDialog : public QDialog
{
    Q_OBJECT
public:
    /// A sentence for each rule.
    explicit RulesDialog(const QStringList &rules, QWidget *parent = nullptr);

Q_SIGNALS:
    /// By its place in the list as it is now.
    void removed(int rule);

private:
    QListWidget *m_list;
    QPushButton *m_remove;
};

} // namespace GenMirror
