#pragma once

#include "model/items/objectfilter.h"

#include <QWidget>

class QCompleter;
class QLabel;
class QLineEdit;
class QStringListModel;

namespace GenMirror
{

/// Where a person types a filter: completes attributes, and says below what it does not understand.
class FilterLine : public QWidget
{
    Q_OBJECT
public:
    explicit FilterLine(QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    /// What can be completed.
    void setAttributes(const QStringList &attributes);
    void takeFocus();

Q_SIGNALS:
    /// Only of what is understood: while it is not, the former one holds.
    void filterChanged(const ObjectFilter &filter);

private:
    void parse(const QString &text);
    void complete(const QString &text);
    void takeCompletion(const QString &attribute);
    /// Where the attribute under the cursor begins; -1: there is none.
    [[nodiscard]] qsizetype wordStart() const;

    QLineEdit *m_line;
    QLabel *m_problem;
    QCompleter *m_completer;
    QStringListModel *m_attributes;
};

} // namespace GenMirror
