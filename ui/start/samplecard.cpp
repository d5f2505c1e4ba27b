#include "ui/start/samplecard.h"

#include "ui/foreigntext.h"

#include <QButtonGroup>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr auto PaceKey = "sample/pace"_L1;

} // namespace

SampleCard::SampleCard(QWidget *parent)
    : QFrame(parent)
    , m_paces(new QButtonGroup(this))
    , m_start(new QPushButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto *title = new PlainLabel(tr("See it live"), this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    auto *where = new PlainLabel(tr("on this computer"), this);
    auto *what = new PlainLabel(
        tr("The release dates of some 460 products, as they really changed from 2021 on: 7,778 updates, "
           "played back at a pace that you choose. After the last the sample begins anew."),
        this);
    what->setWordWrap(true);
    auto *look = new PlainLabel(tr("What you will see:"), this);
    auto *first = new PlainLabel(tr("• values glow as they change"), this);
    auto *second = new PlainLabel(tr("• the timeline takes the whole window back to any state"), this);
    auto *third = new PlainLabel(tr("• each copy is proved to be what the server has"), this);
    auto *paces = new QHBoxLayout;
    auto *pace = new PlainLabel(tr("Pace:"), this);
    paces->addWidget(pace);
    const std::initializer_list<std::pair<SamplePace, QString>> choices{
        {SamplePace::Slow, tr("S&low")},
        {SamplePace::EachSecond, tr("A change a &second")},
        {SamplePace::Fast, tr("F&ast")}};
    for (const auto &[value, text] : choices) {
        auto *choice = new QRadioButton(text, this);
        m_paces->addButton(choice, int(value));
        paces->addWidget(choice);
    }
    paces->addStretch(1);
    const int kept = QSettings().value(PaceKey, int(SamplePace::EachSecond)).toInt();
    m_paces->button(std::clamp(kept, int(SamplePace::Slow), int(SamplePace::Fast)))->setChecked(true);
    m_start->setAutoDefault(false);
    auto *note = new PlainLabel(tr("Nothing leaves this computer."), this);
    auto *below = new QHBoxLayout;
    below->addWidget(m_start);
    below->addWidget(note, 1);
    auto *above = new QHBoxLayout;
    above->addWidget(title, 1);
    above->addWidget(where);

    auto *layout = new QVBoxLayout(this);
    const int unit = std::max(1, fontMetrics().height() / 16);
    layout->setContentsMargins(24 * unit, 24 * unit, 24 * unit, 24 * unit);
    layout->setSpacing(12 * unit);
    layout->addLayout(above);
    layout->addWidget(what);
    layout->addWidget(look);
    for (QWidget *line : {first, second, third})
        layout->addWidget(line);
    layout->addLayout(paces);
    layout->addStretch(1);
    layout->addLayout(below);

    connect(m_start, &QPushButton::clicked, this, &SampleCard::sampleRequested);
    connect(m_paces, &QButtonGroup::idClicked, this, [this](int id) {
        QSettings().setValue(PaceKey, id);
        Q_EMIT paceChanged(SamplePace(id));
    });
    setRunning(false);
}

SamplePace SampleCard::pace() const
{
    return SamplePace(m_paces->checkedId());
}

void SampleCard::setRunning(bool isRunning)
{
    m_start->setText(isRunning ? tr("Sho&w the sample") : tr("Start the sam&ple"));
}

} // namespace GenMirror
