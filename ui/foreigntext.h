// Text from outside is plain text: what widgets show by these is never taken for markup, however it looks.
// Only these are used in the window (tests/architecture/check_texts.py). For tool tips:
// model/items/plaintip.h.
#pragma once

#include <QLabel>
#include <QMessageBox>

namespace GenMirror
{

/// A label that shows its text as it is.
class PlainLabel : public QLabel
{
    Q_OBJECT
public:
    explicit PlainLabel(QWidget *parent = nullptr)
        : QLabel(parent)
    {
        setTextFormat(Qt::PlainText);
    }
    explicit PlainLabel(const QString &text, QWidget *parent = nullptr)
        : PlainLabel(parent)
    {
        setText(text);
    }
};

/// A label for markup of our own. Whoever puts something else into it escapes that.
class MarkupLabel : public QLabel
{
    Q_OBJECT
public:
    explicit MarkupLabel(QWidget *parent = nullptr)
        : QLabel(parent)
    {
        setTextFormat(Qt::RichText);
    }
};

/// A message or a question that is shown as it is; deletes itself when it is closed.
class PlainBox : public QMessageBox
{
    Q_OBJECT
public:
    PlainBox(Icon icon, const QString &title, const QString &text, StandardButtons buttons, QWidget *parent)
        : QMessageBox(icon, title, {}, buttons, parent)
    {
        setTextFormat(Qt::PlainText); // before there is a text
        setText(text);
        setAttribute(Qt::WA_DeleteOnClose);
    }
};

} // namespace GenMirror
