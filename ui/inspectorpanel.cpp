#include "ui/inspectorpanel.h"

#include "model/core/utf8.h"
#include "model/items/words.h"

#include "model/items/plaintip.h"
#include "ui/allowed.h"
#include "ui/differenceview.h"
#include "ui/foreigntext.h"
#include "ui/jsonhighlighter.h"
#include "ui/jsontree.h"
#include "ui/theme/icon.h"
#include "ui/theme/sizes.h"
#include "ui/versionstrip.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace GenMirror
{

namespace
{

QPlainTextEdit *makeText(const QString &name)
{
    auto *text = new QPlainTextEdit;
    text->setReadOnly(true);
    text->setFrameShape(QFrame::NoFrame);
    useFixedFont(text);
    new JsonHighlighter(text);
    text->setAccessibleName(name);
    return text;
}

QString lineOf(const ObjectVersion &version)
{
    const QLocale locale;
    const QString generation = locale.toString(version.record.to.value);
    const QString when = timeText(version.record.at);
    if (version.isOldest)
        return InspectorPanel::tr("%1 or before · %2").arg(generation, when);
    return version.text ? InspectorPanel::tr("%1 · %2").arg(generation, when)
                        : InspectorPanel::tr("%1 · %2 · removed").arg(generation, when);
}

} // namespace

InspectorPanel::InspectorPanel(QWidget *parent)
    : QWidget(parent)
    , m_tabs(new QTabWidget(this))
    , m_title(new PlainLabel(this))
    , m_size(new PlainLabel(this))
    , m_tree(new JsonTree)
    , m_text(makeText(tr("Object as exact text")))
    , m_strip(new VersionStrip)
    , m_versions(new QListWidget)
    , m_versionLabel(new PlainLabel)
    , m_versionText(new DifferenceView(tr("Versions compared")))
    , m_edit(new QPushButton(tr("Ed&it…"), this))
{
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_versions->setAccessibleName(tr("Versions"));
    m_versions->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_versions->setToolTip(tr("Select two to compare them; one is compared with the one before it"));
    m_versionLabel->setWordWrap(true);
    m_edit->setEnabled(false);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_versions);
    auto *compared = new QWidget;
    auto *comparedLayout = new QVBoxLayout(compared);
    comparedLayout->setContentsMargins(0, units(8), 0, 0);
    m_versionLabel->setContentsMargins(units(8), 0, units(8), 0);
    m_versionText->setFrameShape(QFrame::NoFrame);
    comparedLayout->addWidget(m_versionLabel);
    comparedLayout->addWidget(m_versionText);
    splitter->addWidget(compared);
    splitter->setChildrenCollapsible(false);
    auto *page = new QWidget;
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 2, 0, 0);
    pageLayout->addWidget(m_strip);
    pageLayout->addWidget(splitter, 1);
    m_versionsPage = page;
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_tree, tr("Tree"));
    m_tabs->addTab(m_text, tr("Text"));
    m_tabs->addTab(m_versionsPage, tr("Versions"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_versions->setFrameShape(QFrame::NoFrame);
    m_edit->setIcon(icon(QStringLiteral("edit")));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(units(16), units(8), units(16), units(8));
    top->setSpacing(units(8));
    top->addWidget(m_title, 1);
    top->addWidget(m_size);
    top->addWidget(m_edit, 0, Qt::AlignTop);
    layout->addLayout(top);
    layout->addWidget(m_tabs);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (showsVersions())
            Q_EMIT versionsRequested();
    });
    connect(m_versions, &QListWidget::itemSelectionChanged, this, [this] {
        m_follows = false;
        showVersions();
    });
    connect(m_strip, &VersionStrip::afterChosen, this, [this](int row) { compare(row, -1); });
    connect(m_strip, &VersionStrip::beforeChosen, this,
            [this](int row) { compare(m_versions->currentRow(), row); });
    connect(m_strip, &VersionStrip::travelRequested, this,
            [this](int row) { Q_EMIT viewRequested(m_known[row].record.id); });
    connect(m_edit, &QAbstractButton::clicked, this, &InspectorPanel::editRequested);
    setObject({}, {});
}

void InspectorPanel::setAllowance(const Allowance &allowance)
{
    setAllowed(m_edit, allowance, Act::ChangeObjects);
}

void InspectorPanel::setShade(qint64 from, qint64 to)
{
    m_strip->setShade(from, to);
}

/// As if they were selected in the list; before -1: the one before it.
void InspectorPanel::compare(int after, int before)
{
    if (after < 0 || after >= m_versions->count())
        return;
    m_versions->setCurrentRow(after, QItemSelectionModel::ClearAndSelect);
    if (before > after && before < m_versions->count())
        m_versions->item(before)->setSelected(true);
}

/// One is compared with the one before it, two with each other.
void InspectorPanel::showVersions()
{
    QList<int> rows;
    const QList<QListWidgetItem *> items = m_versions->selectedItems();
    for (const QListWidgetItem *item : items)
        rows.append(m_versions->row(item));
    std::ranges::sort(rows);
    if (rows.isEmpty() || rows.last() >= m_known.size()) {
        m_strip->setCompared(-1, -1);
        m_versionLabel->setText(m_kind == Versions::Reading      ? tr("Reading the versions…")
                                : m_kind == Versions::Unreadable ? tr("The versions cannot be read.")
                                                                 : QString());
        return m_versionText->setTexts({}, {});
    }
    const int newer = rows.first();
    const int older = rows.size() > 1 ? rows.last() : newer + 1;
    m_strip->setCompared(newer, older < m_known.size() ? older : -1);
    if (older >= m_known.size()) {
        m_versionLabel->setText(m_kind == Versions::Newest
                                    ? tr("The oldest that is listed; genmirrorctl log tells all:")
                                    : tr("The oldest that is kept:"));
        return m_versionText->setTexts(m_known[newer].text, m_known[newer].text);
    }
    const QLocale locale;
    const QString what = !m_known[newer].text   ? tr("Removed in %1; before, in %2:")
                         : !m_known[older].text ? tr("Added in %1; it was not there in %2:")
                                                : tr("%1 compared with %2:");
    m_versionLabel->setText(what.arg(locale.toString(m_known[newer].record.to.value),
                                     locale.toString(m_known[older].record.to.value)));
    m_versionText->setTexts(m_known[older].text, m_known[newer].text);
}

bool InspectorPanel::showsVersions() const
{
    return m_tabs->currentWidget() == m_versionsPage;
}

/// Newest first: the first that is not newer than the state.
int InspectorPanel::rowOfViewed() const
{
    const auto then = std::ranges::find_if(m_known, [this](const ObjectVersion &version) {
        return m_viewed == 0 || version.record.id <= m_viewed || version.isOldest;
    });
    return then == m_known.end() ? -1 : int(then - m_known.begin());
}

void InspectorPanel::setViewed(qint64 record)
{
    if (std::exchange(m_viewed, record) == record)
        return;
    m_follows = true;
    setVersions(QList<ObjectVersion>(m_known), m_kind);
}

void InspectorPanel::setVersions(const QList<ObjectVersion> &versions, Versions kind)
{
    const int row = m_versions->currentRow();
    const QSignalBlocker quiet(m_versions);
    m_known = versions;
    m_kind = kind;
    m_versions->clear();
    m_strip->setVersions(versions);
    const int then = rowOfViewed();
    for (const ObjectVersion &version : versions) {
        auto *item = new QListWidgetItem(lineOf(version), m_versions);
        item->setToolTip(plainTip(wordFor(version.record.cause)));
        QFont font = item->font();
        font.setBold(m_viewed != 0 && m_versions->count() - 1 == then);
        item->setFont(font);
    }
    m_versions->setCurrentRow(qBound(0, m_follows ? then : row, int(versions.size()) - 1));
    showVersions();
}

void InspectorPanel::setObject(const QString &id, const QByteArray &text)
{
    const bool isOther = std::exchange(m_id, id) != id;
    m_follows = m_follows || isOther;
    m_title->setFont(typeFont(text.isEmpty() ? Type::Body : Type::Section, font()));
    m_title->setWordWrap(text.isEmpty()); // a sentence; an id is elided
    m_title->setText(text.isEmpty() ? tr("Select an object to see it here.") : id);
    m_size->setText(text.isEmpty() ? QString() : QLocale().formattedDataSize(text.size()));
    if (isOther || text != m_shown || showsVersions())
        Q_EMIT versionsRequested();
    if (text == m_shown)
        return;
    m_shown = text;
    m_tree->setJson(text);
    m_text->setPlainText(textOfUtf8(text));
}

} // namespace GenMirror
