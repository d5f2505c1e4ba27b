#include "ui/differencespage.h"

#include "ui/clearbutton.h"
#include "ui/differenceview.h"
#include "ui/foreigntext.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <array>

namespace GenMirror
{

namespace
{

constexpr int AllKinds = 10;  // the id of the button for all
constexpr int OpenRows = 500; // rows of sets that are open at first

} // namespace

DifferencesPage::DifferencesPage(QWidget *parent)
    : QWidget(parent)
    , m_title(new PlainLabel(this))
    , m_when(new PlainLabel(this))
    , m_summary(new PlainLabel(this))
    , m_kinds(new QButtonGroup(this))
    , m_filter(new QLineEdit(this))
    , m_list(new QTreeView(this))
    , m_texts(new DifferenceView(tr("Before and after, compared")))
{
    build();
    connect(m_filter, &QLineEdit::textChanged, this, &DifferencesPage::filter);
    connect(m_kinds, &QButtonGroup::idClicked, this, &DifferencesPage::filter);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &DifferencesPage::showCurrent);
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &DifferencesPage::left);
    hide();
}

void DifferencesPage::build()
{
    QFont large = m_title->font();
    large.setBold(true);
    m_title->setFont(large);
    m_summary->setWordWrap(true);
    m_list->setModel(&m_model);
    m_list->setUniformRowHeights(true);
    m_list->setAlternatingRowColors(true);
    m_list->setAccessibleName(tr("Differences"));
    m_list->header()->setStretchLastSection(true);
    m_filter->setPlaceholderText(tr("Filter by set, object or attribute"));
    m_filter->setAccessibleName(tr("Filter differences"));
    addClearButton(m_filter);
    auto *close = new QPushButton(tr("Close"), this);
    close->setToolTip(tr("Back to the table (Esc)"));
    connect(close, &QAbstractButton::clicked, this, &DifferencesPage::left);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_title);
    texts->addWidget(m_when);
    auto *head = new QHBoxLayout;
    head->addLayout(texts, 1);
    head->addWidget(close, 0, Qt::AlignTop);
    auto *chips = new QHBoxLayout;
    for (const int id : {AllKinds, int(ObjectDifference::Kind::Added), int(ObjectDifference::Kind::Changed),
                         int(ObjectDifference::Kind::Removed)}) {
        auto *chip = new QToolButton(this);
        chip->setCheckable(true);
        chip->setChecked(id == AllKinds);
        m_kinds->addButton(chip, id);
        chips->addWidget(chip);
    }
    chips->addStretch(1);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_list);
    splitter->addWidget(m_texts);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 4);
    layout->addLayout(head);
    layout->addLayout(chips);
    layout->addWidget(m_filter);
    layout->addWidget(m_summary);
    layout->addWidget(splitter, 1);
    showCounts();
}

void DifferencesPage::begin(const QString &title, const QString &when,
                            const std::pair<QString, QString> &states)
{
    m_title->setText(title);
    m_times = when;
    m_states = states;
    m_when->setText(when);
    m_summary->setText(tr("Comparing…"));
    m_summary->show();
    m_model.setDifferences({}, states.first, states.second);
    showCounts();
    show();
}

void DifferencesPage::clear()
{
    hide();
    m_filter->clear();
    m_kinds->button(AllKinds)->setChecked(true);
    filter();
    m_model.setDifferences({}, {}, {});
    m_texts->setTexts({}, {});
}

void DifferencesPage::setDifferences(const QList<ObjectDifference> &differences, bool isAll)
{
    m_model.setDifferences(differences, m_states.first, m_states.second);
    m_when->setText(differences.isEmpty()
                        ? m_times
                        : tr("%1 · %2").arg(m_times, tr("%Ln set(s)", nullptr, int(m_model.setCount()))));
    if (differences.isEmpty())
        m_summary->setText(tr("The two states are the same."));
    else if (!isAll)
        m_summary->setText(tr("The first %1 that differ; genmirrorctl diff prints all.")
                               .arg(QLocale().toString(differences.size())));
    m_summary->setVisible(differences.isEmpty() || !isAll);
    showCounts();
    filter();
    m_list->setFocus();
}

void DifferencesPage::setProblem(const QString &problem)
{
    m_summary->setText(problem);
    m_summary->show();
}

void DifferencesPage::showCounts()
{
    using Kind = ObjectDifference::Kind;
    const QLocale locale;
    const std::array<qsizetype, 3> counts{m_model.countOf(Kind::Added), m_model.countOf(Kind::Changed),
                                          m_model.countOf(Kind::Removed)};
    m_kinds->button(AllKinds)->setText(tr("All %1").arg(locale.toString(counts[0] + counts[1] + counts[2])));
    m_kinds->button(int(Kind::Added))->setText(tr("+ Added %1").arg(locale.toString(counts[0])));
    m_kinds->button(int(Kind::Changed))->setText(tr("~ Changed %1").arg(locale.toString(counts[1])));
    m_kinds->button(int(Kind::Removed))->setText(tr("- Removed %1").arg(locale.toString(counts[2])));
}

void DifferencesPage::filter()
{
    const int id = m_kinds->checkedId();
    m_model.setFilter(id == AllKinds ? std::nullopt : std::optional(ObjectDifference::Kind(id)),
                      m_filter->text());
    int rows = 0;
    for (int set = 0; set < m_model.rowCount() && rows < OpenRows; ++set) {
        const QModelIndex index = m_model.index(set, 0);
        rows += m_model.rowCount(index);
        m_list->expand(index);
    }
    const int unit = fontMetrics().averageCharWidth();
    m_list->setColumnWidth(DifferenceModel::Key, unit * 34);
    m_list->setColumnWidth(DifferenceModel::Attribute, unit * 22);
    m_list->setColumnWidth(DifferenceModel::Before, unit * 28);
    if (m_model.rowCount() > 0)
        m_list->setCurrentIndex(m_model.index(0, 0, m_model.index(0, 0)));
    showCurrent();
}

void DifferencesPage::showCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    if (const AttributeDifference *attribute = m_model.attributeAt(current))
        m_texts->setTexts(attribute->before, attribute->after);
    else if (const ObjectDifference *difference = m_model.differenceAt(current))
        m_texts->setTexts(difference->before, difference->after);
    else
        m_texts->setTexts({}, {});
}

} // namespace GenMirror
