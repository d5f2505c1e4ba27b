#include "ui/jsontree.h"

#include "model/core/jsontext.h"
#include "model/core/plaintext.h"
#include "model/core/utf8.h"
#include "model/items/plaintip.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int DeepestShown = 64;

void fill(QTreeWidgetItem *item, QByteArrayView value, int depth)
{
    if (depth > DeepestShown || (!value.startsWith('{') && !value.startsWith('['))) {
        item->setText(1, visibly(textOfUtf8(value)));
        item->setToolTip(1, plainTip(item->text(1)));
        return;
    }
    if (value.startsWith('{')) {
        const auto members = membersOf(value).value_or(QList<JsonMember>());
        item->setText(1, u"{%1}"_s.arg(members.size()));
        for (const JsonMember &member : members) {
            auto *child = new QTreeWidgetItem(item, {visibly(textOfUtf8(member.name))});
            child->setToolTip(0, plainTip(child->text(0)));
            fill(child, member.value, depth + 1);
        }
        return;
    }
    const auto elements = elementsOf(value).value_or(QList<QByteArrayView>());
    item->setText(1, u"[%1]"_s.arg(elements.size()));
    for (qsizetype i = 0; i < elements.size(); ++i)
        fill(new QTreeWidgetItem(item, {QString::number(i)}), elements[i], depth + 1);
}

/// Names and values in the colours of what they are.
class JsonDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const Colour token = index.column() == 0 ? Colour::JsonName : tokenOf(option->text);
        option->font.setItalic(index.column() == 1 && token == Colour::Text3);
        for (const QPalette::ColorRole role : {QPalette::Text, QPalette::HighlightedText})
            option->palette.setColor(role, Theme::of(option->widget).colour(token));
    }

private:
    [[nodiscard]] static Colour tokenOf(const QString &value)
    {
        const QChar first = value.isEmpty() ? QChar(u'n') : value[0];
        if (first == u'"')
            return Colour::JsonString;
        if (first == u'-' || first.isDigit())
            return Colour::JsonNumber;
        if (first == u't' || first == u'f')
            return Colour::JsonKeyword;
        return first == u'n' ? Colour::Text3 : Colour::Text2;
    }
};

} // namespace

JsonTree::JsonTree(QWidget *parent)
    : QTreeWidget(parent)
{
    setHeaderLabels({tr("Name"), tr("Value")});
    setItemDelegate(new JsonDelegate(this));
    setFrameShape(NoFrame);
    setIndentation(units(16));
    useFixedFont(this);
    header()->setFont(QApplication::font());
    setUniformRowHeights(true);
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    setAccessibleName(tr("Object as a tree"));
}

int JsonTree::sizeHintForColumn(int column) const
{
    constexpr int mostCharacters = 32; // a long name leaves room for its value
    return std::min(QTreeWidget::sizeHintForColumn(column),
                    fontMetrics().averageCharWidth() * mostCharacters);
}

void JsonTree::setJson(const QByteArray &text)
{
    clear();
    if (text.isEmpty())
        return;
    QTreeWidgetItem root;
    fill(&root, text, 0);
    if (root.childCount() == 0)
        addTopLevelItem(new QTreeWidgetItem({QString(), root.text(1)}));
    else
        addTopLevelItems(root.takeChildren());
    expandToDepth(1);
}

} // namespace GenMirror
