#include "ui/inspectorpanel.h"

#include "ui/jsontree.h"

#include <QFontDatabase>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

namespace GenMirror
{

namespace
{

QPlainTextEdit *makeText(const QString &name)
{
    auto *text = new QPlainTextEdit;
    text->setReadOnly(true);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setAccessibleName(name);
    return text;
}

QString lineOf(const ObjectVersion &version)
{
    const QLocale locale;
    const QString generation = locale.toString(version.record.to.value);
    const QString when = locale.toString(version.record.at.toLocalTime(), QLocale::ShortFormat);
    if (version.isOldest)
        return InspectorPanel::tr("%1 or before · %2").arg(generation, when);
    return version.text ? InspectorPanel::tr("%1 · %2").arg(generation, when)
                        : InspectorPanel::tr("%1 · %2 · removed").arg(generation, when);
}

} // namespace

InspectorPanel::InspectorPanel(QWidget *parent)
    : QWidget(parent)
    , m_tabs(new QTabWidget(this))
    , m_title(new QLabel(this))
    , m_tree(new JsonTree)
    , m_text(makeText(tr("Object as exact text")))
    , m_versions(new QListWidget)
    , m_versionText(makeText(tr("Version as exact text")))
{
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_versions->setAccessibleName(tr("Versions"));
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_versions);
    splitter->addWidget(m_versionText);
    splitter->setChildrenCollapsible(false);
    m_versionsPage = splitter;
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_tree, tr("Tree"));
    m_tabs->addTab(m_text, tr("Text"));
    m_tabs->addTab(m_versionsPage, tr("Versions"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_title);
    layout->addWidget(m_tabs);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (showsVersions())
            Q_EMIT versionsRequested();
    });
    connect(m_versions, &QListWidget::currentRowChanged, this, [this](int row) {
        const bool known = row >= 0 && row < m_known.size();
        const auto text = known ? m_known[row].text : std::nullopt;
        m_versionText->setPlainText(QString::fromUtf8(text.value_or(QByteArray())));
        m_versionText->setPlaceholderText(known ? tr("Here it was removed.") : QString());
    });
    setObject({}, {});
}

bool InspectorPanel::showsVersions() const
{
    return m_tabs->currentWidget() == m_versionsPage;
}

void InspectorPanel::setVersions(const QList<ObjectVersion> &versions)
{
    const int row = m_versions->currentRow();
    m_known = versions;
    m_versions->clear();
    for (const ObjectVersion &version : versions) {
        auto *item = new QListWidgetItem(lineOf(version), m_versions);
        item->setToolTip(nameOf(version.record.cause));
    }
    m_versions->setCurrentRow(qBound(0, row, int(versions.size()) - 1));
}

void InspectorPanel::setObject(const QString &id, const QByteArray &text)
{
    m_title->setText(
        text.isEmpty()
            ? tr("Select an object to see it here.")
            : tr("<b>%1</b> · %2").arg(id.toHtmlEscaped(), QLocale().formattedDataSize(text.size())));
    if (showsVersions())
        Q_EMIT versionsRequested();
    if (text == m_shown)
        return;
    m_shown = text;
    m_tree->setJson(text);
    m_text->setPlainText(QString::fromUtf8(text));
}

} // namespace GenMirror
