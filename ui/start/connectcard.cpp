#include "ui/start/connectcard.h"

#include "model/items/plaintip.h"
#include "ui/credentialsdialog.h"
#include "ui/foreigntext.h"
#include "ui/problemline.h"
#include "ui/start/answerline.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr int Pause = 400; // milliseconds after the last key
enum TreeColumn { NameColumn, ObjectsColumn, BytesColumn, TreeColumnCount };
enum TreeRole { SizeRole = Qt::UserRole, MirroredRole };

QStandardItem *cellOf(const QString &text, Qt::Alignment alignment, bool isUsable)
{
    auto *cell = new QStandardItem(text);
    cell->setTextAlignment(alignment | Qt::AlignVCenter);
    cell->setEditable(false);
    cell->setEnabled(isUsable);
    return cell;
}

QString sizeOf(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1);
}

} // namespace

ConnectCard::ConnectCard(QWidget *parent)
    : QFrame(parent)
    , m_address(new AnswerLine(this))
    , m_haveToken(new QPushButton(tr("I have a &token"), this))
    , m_count(new PlainLabel(this))
    , m_model(new QStandardItemModel(0, TreeColumnCount, this))
    , m_trees(new QTreeView(this))
    , m_promise(new PlainLabel(tr("What the server has appears here by itself. A token is asked for only if "
                                  "the server wants one."),
                               this))
    , m_problem(new ProblemLine(this))
    , m_mirror(new QPushButton(this))
    , m_size(new PlainLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto *title = new PlainLabel(tr("&Connect"), this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    title->setBuddy(m_address);
    m_address->setPlaceholderText(tr("A server's address, such as mirror.example.org"));
    m_address->setAccessibleName(tr("A server's address"));
    m_address->installEventFilter(this);
    m_haveToken->setFlat(true);
    m_haveToken->setAutoDefault(false);
    auto *form = new QFormLayout;
    m_credentials = new CredentialsFields(form, this);
    m_problem->setSteps(
        {NextStep::EnterToken, NextStep::ChooseAuthority, NextStep::UseHttp, NextStep::UseHttps});
    m_trees->setModel(m_model);
    m_trees->setRootIsDecorated(false);
    m_trees->setUniformRowHeights(true);
    m_trees->setHeaderHidden(true);
    m_trees->setAccessibleName(tr("Trees of the server"));
    m_trees->header()->setStretchLastSection(false);
    m_trees->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    m_trees->header()->setSectionResizeMode(ObjectsColumn, QHeaderView::ResizeToContents);
    m_trees->header()->setSectionResizeMode(BytesColumn, QHeaderView::ResizeToContents);
    m_trees->setTextElideMode(Qt::ElideMiddle);
    m_trees->installEventFilter(this);
    m_promise->setWordWrap(true);
    m_promise->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_mirror->setDefault(true);

    auto *above = new QHBoxLayout;
    above->addWidget(m_count, 1);
    above->addWidget(m_haveToken);
    auto *below = new QHBoxLayout;
    below->addWidget(m_mirror);
    below->addWidget(m_size, 1);
    auto *layout = new QVBoxLayout(this);
    const int unit = std::max(1, fontMetrics().height() / 16);
    layout->setContentsMargins(24 * unit, 24 * unit, 24 * unit, 24 * unit);
    layout->setSpacing(12 * unit);
    layout->addWidget(title);
    layout->addWidget(m_address);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addLayout(above);
    layout->addWidget(m_trees, 1);
    layout->addWidget(m_promise, 1);
    layout->addLayout(below);

    m_pause.setSingleShot(true);
    m_pause.setInterval(Pause);
    connect(&m_pause, &QTimer::timeout, this, &ConnectCard::ask);
    connect(m_address, &QLineEdit::textChanged, this, &ConnectCard::typed);
    connect(m_credentials, &CredentialsFields::changed, this, &ConnectCard::typed);
    connect(m_haveToken, &QPushButton::clicked, this, [this] { take(NextStep::EnterToken); });
    connect(m_problem, &ProblemLine::chosen, this, &ConnectCard::take);
    connect(m_model, &QStandardItemModel::itemChanged, this, &ConnectCard::showChoice);
    connect(m_trees, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() != NameColumn)
            toggle(index.siblingAtColumn(NameColumn)); // the box itself toggles by itself
    });
    connect(m_mirror, &QPushButton::clicked, this, &ConnectCard::mirrorRequested);
    setFocusProxy(m_address);
    clear();
}

QString ConnectCard::address() const
{
    return m_address->text().trimmed();
}

QString ConnectCard::token() const
{
    return m_credentials->token();
}

QString ConnectCard::authorityFile() const
{
    return m_credentials->authorityFile();
}

QStringList ConnectCard::chosenTrees() const
{
    QStringList trees;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->item(row)->checkState() == Qt::Checked &&
            !m_model->item(row)->data(MirroredRole).toBool())
            trees.append(m_model->item(row)->text());
    }
    return trees;
}

void ConnectCard::suggest(const QString &address, const QString &tree)
{
    clear();
    m_wanted = tree;
    m_address->setText(address);
    m_address->setFocus();
    ask();
}

void ConnectCard::clear()
{
    m_wanted.clear();
    m_credentials->clear();
    m_credentials->setVisible(false);
    m_address->clear();
    forgetAnswer();
    m_pause.stop();
}

void ConnectCard::typed()
{
    forgetAnswer();
    Q_EMIT abandoned();
    if (address().isEmpty())
        m_pause.stop();
    else
        m_pause.start();
}

void ConnectCard::ask()
{
    m_pause.stop();
    if (address().isEmpty())
        return;
    forgetAnswer();
    m_address->setAnswer(tr("asking…"));
    Q_EMIT asked();
}

/// Return asks at once; once there is something to mirror, it does that.
void ConnectCard::enter()
{
    if (m_pause.isActive() || m_model->rowCount() == 0)
        ask();
    else
        m_mirror->click();
}

void ConnectCard::take(NextStep step)
{
    const auto useScheme = [this](QLatin1StringView scheme) {
        m_address->setText(scheme + u"://"_s + address().section(u"://"_s, -1));
        ask();
    };
    switch (step) {
    case NextStep::EnterToken:
        m_credentials->showToken();
        m_haveToken->hide();
        return m_credentials->focusToken();
    case NextStep::ChooseAuthority:
        m_credentials->showAuthority();
        return m_credentials->chooseAuthority();
    case NextStep::UseHttp:
        return useScheme("http"_L1);
    case NextStep::UseHttps:
        return useScheme("https"_L1);
    case NextStep::ChooseTree:
    case NextStep::None:
        break;
    }
}

void ConnectCard::forgetAnswer()
{
    m_address->setAnswer({});
    m_problem->setText({});
    m_model->removeRows(0, m_model->rowCount());
    m_count->setText({});
    m_haveToken->setVisible(!m_credentials->isTokenShown());
    showChoice();
}

void ConnectCard::showFound(const FoundTrees &found)
{
    const QString time = tr("%1 ms").arg(QLocale().toString(qint64(found.took.count())));
    m_address->setAnswer(found.isEncrypted ? tr("✓ %1, encrypted").arg(time)
                                           : tr("✓ %1, not encrypted").arg(time));
    m_address->setToolTip(plainTip(found.server));
    m_problem->setText(found.trees.isEmpty() ? tr("The server has no trees yet.") : QString());
    m_count->setText(found.trees.isEmpty() ? QString()
                     : found.isMore        ? tr("The first %Ln tree(s)", nullptr, int(found.trees.size()))
                                           : tr("%Ln tree(s)", nullptr, int(found.trees.size())));
    fill(found.trees);
}

void ConnectCard::fill(const QList<OfferedTree> &trees)
{
    m_model->removeRows(0, m_model->rowCount());
    const bool isAlone = trees.size() == 1;
    int wanted = -1;
    for (const OfferedTree &tree : trees) {
        const bool isUsable = tree.problem.isEmpty() && !tree.isMirrored;
        QStandardItem *name = cellOf(tree.name, Qt::AlignLeading, isUsable);
        const bool isChosen = tree.isMirrored || (isUsable && (isAlone || tree.name == m_wanted));
        name->setCheckable(isUsable);
        name->setCheckState(isChosen ? Qt::Checked : Qt::Unchecked);
        name->setData(tree.bytes, SizeRole);
        name->setData(tree.isMirrored, MirroredRole);
        const QString why = tree.isMirrored ? tr("mirrored here already") : tree.problem;
        name->setToolTip(plainTip(why.isEmpty() ? tree.name : u"%1: %2"_s.arg(tree.name, why)));
        const QString objects = tree.isMirrored           ? tr("mirrored here")
                                : !tree.problem.isEmpty() ? tr("cannot be used")
                                                          : tr("%Ln object(s)", nullptr, int(tree.objects));
        if (isUsable && (isAlone || tree.name == m_wanted))
            wanted = m_model->rowCount();
        m_model->appendRow(
            {name, cellOf(objects, Qt::AlignTrailing, isUsable),
             cellOf(tree.problem.isEmpty() ? sizeOf(tree.bytes) : QString(), Qt::AlignTrailing, isUsable)});
    }
    m_trees->setCurrentIndex(m_model->index(std::max(0, wanted), NameColumn));
    if (wanted >= 0)
        m_trees->scrollTo(m_model->index(wanted, NameColumn));
    if (!m_wanted.isEmpty() && wanted < 0 && !trees.isEmpty())
        m_problem->setText(tr("The server has no tree %1 that you may read.").arg(m_wanted));
    showChoice();
}

void ConnectCard::showProblem(const Trouble &problem)
{
    m_address->setAnswer({});
    if (problem.code == ErrorCode::TokenMissing && !m_credentials->isTokenShown()) {
        // That is no fault of the person's: the field is there, and takes what is typed next.
        m_credentials->showToken();
        m_haveToken->hide();
        if (m_address->hasFocus())
            m_credentials->focusToken();
    }
    if (problem.code == ErrorCode::CertificateNotBelieved)
        m_credentials->showAuthority();
    m_problem->setTrouble(problem);
}

void ConnectCard::toggle(const QModelIndex &index)
{
    if (!m_model->itemFromIndex(index)->isCheckable())
        return;
    const bool isChosen = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    m_model->setData(index, isChosen ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void ConnectCard::showChoice()
{
    const QStringList chosen = chosenTrees();
    qint64 bytes = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QStandardItem *item = m_model->item(row);
        if (item->checkState() == Qt::Checked && !item->data(MirroredRole).toBool())
            bytes += item->data(SizeRole).toLongLong();
    }
    m_trees->setVisible(m_model->rowCount() > 0);
    m_promise->setVisible(m_model->rowCount() == 0);
    m_mirror->setText(chosen.isEmpty()     ? tr("Mirror")
                      : chosen.size() == 1 ? tr("Mirror %1").arg(shortEntry(chosen.first(), 24))
                                           : tr("Mirror %Ln tree(s)", nullptr, int(chosen.size())));
    m_mirror->setEnabled(!chosen.isEmpty());
    m_size->setText(chosen.isEmpty() ? QString() : tr("%1 on the server's disk").arg(sizeOf(bytes)));
}

bool ConnectCard::eventFilter(QObject *watched, QEvent *event)
{
    const auto *key = event->type() == QEvent::KeyPress ? static_cast<QKeyEvent *>(event) : nullptr;
    if (key && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        if (watched == m_address)
            enter();
        else
            m_mirror->click();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace GenMirror
