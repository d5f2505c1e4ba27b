// Text from outside is plain text, and may be of any length: what widgets show by these is never taken for
// markup, however it looks, and makes nothing wider than it would be, however long it is. Only these are used
// in the window (tests/architecture/check_texts.py). For tool tips: model/items/plaintip.h.
#pragma once

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>

namespace GenMirror
{

/// A name for a tab, an entry of a menu, a question: where it is longer than `most` characters its middle is
/// left out. What shows it has the whole one as its tool tip.
/// What could turn the rest around, or is not seen, stands as \uXXXX.
[[nodiscard]] QString shortName(const QString &exactName, qsizetype most = 60);
/// The same for an entry of a menu or a tab, where an & would mark a key.
[[nodiscard]] QString shortEntry(const QString &name, qsizetype most = 60);
/// A text in which no word is longer than `most` characters: boxes are as wide as the longest.
[[nodiscard]] QString withShortWords(const QString &text, qsizetype most = 100);

/// A label that shows its text as it is, but for what could turn the rest of it around, which stands as
/// \uXXXX. What has no room is left out, at the end of the line, and is then the tool tip, unless that has
/// one of its own; it asks for no more room than a long sentence takes. Where it may break its text it breaks
/// long words, too. What is copied from it is the text as it was given. One with a buddy is the name of a
/// field, which is ours: it has the room that it needs.
class PlainLabel : public QLabel
{
    Q_OBJECT
public:
    explicit PlainLabel(QWidget *parent = nullptr);
    explicit PlainLabel(const QString &text, QWidget *parent = nullptr)
        : PlainLabel(parent)
    {
        setText(text);
    }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// As it was given to setText().
    [[nodiscard]] QString exactText() const;
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    [[nodiscard]] bool isCut() const;
    [[nodiscard]] QRect textRect() const;
    void makeShowable();
    void copy();

    QString m_exact; ///< What m_shown was made of.
    QString m_shown;
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
    /// No wider for a long word.
    [[nodiscard]] QSize minimumSizeHint() const override;
};

/// A choice whose entries may be of any length: it asks for the same room whatever they are.
class PlainChoice : public QComboBox
{
    Q_OBJECT
public:
    /// `characters`: what it has room for.
    explicit PlainChoice(QWidget *parent = nullptr, int characters = 24);
    /// An entry, which is its own tool tip.
    void addChoice(const QString &text, const QVariant &value = {});
};

/// The heads of columns that may be of any length: what has no room is left out, and is then the tool tip.
/// (Qt's own cuts them on both sides.)
class PlainHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit PlainHeader(QWidget *parent = nullptr);
    /// Pixels that are left free before the first head.
    void setGutter(int width);

protected:
    void initStyleOptionForIndex(QStyleOptionHeader *option, int logicalIndex) const override;
    bool viewportEvent(QEvent *event) override;

private:
    [[nodiscard]] QString nameOf(int section) const;
    [[nodiscard]] QString shownOf(int section, const QFontMetrics &metrics) const;

    int m_gutter = 0;
};

/// A message or a question that is shown as it is; deletes itself when it is closed.
class PlainBox : public QMessageBox
{
    Q_OBJECT
public:
    PlainBox(Icon icon, const QString &title, const QString &text, StandardButtons buttons, QWidget *parent)
        : QMessageBox(icon, title, {}, buttons, parent)
    {
        setTextFormat(Qt::PlainText);  // before there is a text
        setText(withShortWords(text)); // of which each is made visible
        setAttribute(Qt::WA_DeleteOnClose);
    }
};

} // namespace GenMirror
