#pragma once

#include "model/items/allowance.h"
#include "ui/textrows.h"

#include <QWidget>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QTableView;

namespace GenMirror
{

/// One list of the server page with its buttons: what can be done, with which row.
class AdminList : public QWidget
{
    Q_OBJECT
public:
    /// `empty`: what is said once it is known that there are no rows.
    AdminList(const QString &name, const QStringList &head, const QString &empty, QWidget *parent = nullptr);

    [[nodiscard]] TextRows &model() { return *m_model; }
    void setRows(const QList<TextRows::Row> &rows);
    /// The key of the row that is selected; empty if none is.
    [[nodiscard]] QString currentKey() const;
    /// Enabled while `act` may be done and, if it `needsRow`, a row is selected, whose key it is called with.
    QPushButton *addButton(const QString &text, Act act, bool needsRow,
                           std::function<void(const QString &)> pressed);
    void setAllowance(const Allowance &allowance);
    /// In place of the rows while nobody knows them.
    void setWaiting();
    /// Above the list, e.g. a filter.
    void addOnTop(QWidget *widget);

private:
    void enableButtons();

    TextRows *m_model;
    QTableView *m_view;
    QLabel *m_empty;
    QHBoxLayout *m_buttonRow;
    QString m_emptySentence;
    struct Button {
        QPushButton *button;
        Act act;
        bool needsRow;
    };
    QList<Button> m_buttons;
    Allowance m_allowance;
    bool m_sized = false;
};

} // namespace GenMirror
