#include "ui/foreigntext.h"

#include "model/core/plaintext.h"

#include "model/items/plaintip.h"
#include "ui/theme/mirrorstyle.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>
#include <QToolTip>

#include <algorithm>

namespace GenMirror
{

namespace
{

constexpr int MostCharacters = 90;  // that a label asks room for
constexpr int LeastCharacters = 12; // that it cannot do without; less, where it has less
constexpr qsizetype LongestWord = 40;

/// A label breaks lines between words alone: a long one gets places to break at, else it would be cut, or
/// widen what it stands in.
QString breakable(const QString &text)
{
    constexpr char16_t zeroWidthSpace = 0x200b;
    QString broken;
    qsizetype since = 0;
    for (const QChar character : text) {
        since = character.isSpace() ? 0 : since + 1;
        if (since > LongestWord && !character.isLowSurrogate() && !character.isMark()) {
            broken.append(zeroWidthSpace);
            since = 0;
        }
        broken.append(character);
    }
    return broken;
}

int widthOf(const QWidget &widget, int characters)
{
    return widget.fontMetrics().averageCharWidth() * characters;
}

} // namespace

QString shortName(const QString &exactName, qsizetype most)
{
    QString name = visibleLines(exactName);
    if (name.size() <= most)
        return name;
    qsizetype head = most / 2;
    qsizetype tail = most - 1 - head;
    if (name[head].isLowSurrogate()) // a character is shown as a whole or not at all
        --head;
    if (name[name.size() - tail].isLowSurrogate())
        --tail;
    return QString(name.first(head) + u'…' + name.last(tail));
}

QString shortEntry(const QString &name, qsizetype most)
{
    return shortName(name, most).replace(u'&', QStringLiteral("&&"));
}

QString withShortWords(const QString &text, qsizetype most)
{
    QString shown;
    qsizetype start = 0;
    for (qsizetype at = 0; at <= text.size(); ++at) {
        if (at < text.size() && !text[at].isSpace())
            continue;
        shown += shortName(text.mid(start, at - start), most);
        if (at < text.size())
            shown += text[at];
        start = at + 1;
    }
    return shown;
}

PlainLabel::PlainLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
}

QSize PlainLabel::sizeHint() const
{
    QSize size = QLabel::sizeHint();
    if (!text().isEmpty() && !buddy())
        size.setWidth(std::min(size.width(), widthOf(*this, MostCharacters)));
    return size;
}

QSize PlainLabel::minimumSizeHint() const
{
    QSize size = QLabel::minimumSizeHint();
    if (!text().isEmpty() && !buddy())
        size.setWidth(std::min(size.width(), widthOf(*this, LeastCharacters)));
    return size;
}

QRect PlainLabel::textRect() const
{
    return contentsRect().adjusted(margin(), margin(), -margin(), -margin());
}

bool PlainLabel::isCut() const
{
    if (buddy())
        return false;
    const QRect room = textRect();
    const int flags = int(alignment()) | (wordWrap() ? Qt::TextWordWrap : 0);
    const QSize needed = fontMetrics().boundingRect(room, flags, text()).size();
    return needed.width() > room.width() || needed.height() > room.height();
}

bool PlainLabel::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty() || text().isEmpty() || !isCut())
        return QLabel::event(event);
    QToolTip::showText(static_cast<const QHelpEvent *>(event)->globalPos(), plainTip(text()), this);
    return true;
}

QString PlainLabel::exactText() const
{
    return text() == m_shown ? m_exact : text();
}

/// QLabel's setText() cannot be overridden; this comes before anything is measured or painted.
void PlainLabel::makeShowable()
{
    if (text() == m_shown)
        return;
    m_exact = text();
    m_shown = visibleLines(m_exact);
    if (wordWrap())
        m_shown = breakable(m_shown);
    if (m_shown != m_exact)
        setText(m_shown);
}

int PlainLabel::heightForWidth(int width) const
{
    const_cast<PlainLabel *>(this)->makeShowable(); // NOLINT(cppcoreguidelines-pro-type-const-cast)
    return QLabel::heightForWidth(width);
}

/// All of it is the exact text; a part is what is seen.
void PlainLabel::copy()
{
    const bool isAll = !hasSelectedText() || selectedText().size() == text().size();
    QGuiApplication::clipboard()->setText(isAll ? exactText() : selectedText());
}

void PlainLabel::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && hasSelectedText())
        copy();
    else
        QLabel::keyPressEvent(event);
}

void PlainLabel::contextMenuEvent(QContextMenuEvent *event)
{
    if (!(textInteractionFlags() & Qt::TextSelectableByMouse))
        return QLabel::contextMenuEvent(event);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("&Copy")), &QAction::triggered, this, &PlainLabel::copy);
    menu->popup(event->globalPos());
}

void PlainLabel::paintEvent(QPaintEvent *event)
{
    makeShowable();
    const bool isByItself = wordWrap() || text().isEmpty() || text().contains(u'\n') || hasSelectedText();
    if (isByItself || !isCut())
        return QLabel::paintEvent(event);
    QPainter painter(this);
    drawFrame(&painter);
    const QRect room = textRect();
    style()->drawItemText(&painter, room, int(QStyle::visualAlignment(layoutDirection(), alignment())),
                          palette(), isEnabled(),
                          fontMetrics().elidedText(text(), Qt::ElideRight, room.width()), foregroundRole());
}

QSize MarkupLabel::minimumSizeHint() const
{
    QSize size = QLabel::minimumSizeHint();
    size.setWidth(std::min(size.width(), widthOf(*this, LeastCharacters)));
    return size;
}

PlainHeader::PlainHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
}

void PlainHeader::setGutter(int width)
{
    m_gutter = width;
    setProperty(MirrorStyle::GutterProperty, width);
    viewport()->update();
}

QString PlainHeader::nameOf(int section) const
{
    return model() ? visibly(model()->headerData(section, Qt::Horizontal).toString()) : QString();
}

QString PlainHeader::shownOf(int section, const QFontMetrics &metrics) const
{
    int room = sectionSize(section) - 2 * style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, this);
    if (visualIndex(section) == 0)
        room -= m_gutter;
    if (isSortIndicatorShown() && sortIndicatorSection() == section)
        room -= style()->pixelMetric(QStyle::PM_HeaderMarkSize, nullptr, this);
    return metrics.elidedText(nameOf(section), Qt::ElideRight, room);
}

void PlainHeader::initStyleOptionForIndex(QStyleOptionHeader *option, int logicalIndex) const
{
    QHeaderView::initStyleOptionForIndex(option, logicalIndex);
    option->text = shownOf(logicalIndex, option->fontMetrics);
}

bool PlainHeader::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QHeaderView::viewportEvent(event);
    const auto *help = static_cast<const QHelpEvent *>(event);
    const int section = logicalIndexAt(help->pos());
    if (section < 0 || shownOf(section, fontMetrics()) == nameOf(section))
        return QHeaderView::viewportEvent(event);
    QToolTip::showText(help->globalPos(), plainTip(nameOf(section)), this);
    return true;
}

PlainChoice::PlainChoice(QWidget *parent, int characters)
    : QComboBox(parent)
{
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(characters);
}

void PlainChoice::addChoice(const QString &text, const QVariant &value)
{
    addItem(text, value);
    setItemData(count() - 1, plainTip(text), Qt::ToolTipRole);
}

} // namespace GenMirror
