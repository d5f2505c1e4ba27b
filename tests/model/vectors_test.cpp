#include "model/core/memorytreestorage.h"
#include "tests/support/treevectortarget.h"

#include <QTest>

using namespace GenMirror;
using namespace GenMirror::Test;

class VectorsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// GENMIRROR_VECTORS names another file of the same kind.
    void theTreeInMemoryGivesTheOriginalsAnswers()
    {
        int checks = 0;
        const QString problem = playVectors(
            qEnvironmentVariable("GENMIRROR_VECTORS", QStringLiteral(VECTORS)),
            [](qint64 maximumRemovals) {
                auto storage = std::make_unique<MemoryTreeStorage>();
                if (!GenerationalTree::initialize(*storage, {}, maximumRemovals))
                    qFatal("no tree");
                return std::make_unique<TreeVectorTarget>(std::move(storage));
            },
            checks);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(checks > 0);
    }
};

QTEST_APPLESS_MAIN(VectorsTest)
#include "vectors_test.moc"
