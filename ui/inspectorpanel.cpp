#include "ui/inspectorpanel.h"

#include "ui/jsontree.h"

#include <QFontDatabase>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QVBoxLayout>

namespace GenMirror
{

InspectorPanel::InspectorPanel(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_tree(new JsonTree)
    , m_text(new QPlainTextEdit)
{
    m_text->setReadOnly(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setAccessibleName(tr("Object as exact text"));
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    tabs->addTab(m_tree, tr("Tree"));
    tabs->addTab(m_text, tr("Text"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_title);
    layout->addWidget(tabs);
    setObject({}, {});
}

void InspectorPanel::setObject(const QString &id, const QByteArray &text)
{
    m_title->setText(
        text.isEmpty()
            ? tr("Select an object to see it here.")
            : tr("<b>%1</b> · %2").arg(id.toHtmlEscaped(), QLocale().formattedDataSize(text.size())));
    if (text == m_shown)
        return;
    m_shown = text;
    m_tree->setJson(text);
    m_text->setPlainText(QString::fromUtf8(text));
}

} // namespace GenMirror
