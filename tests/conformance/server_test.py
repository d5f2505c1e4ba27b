"""play.py on the real server finds nothing wrong; and it finds what a server does wrong."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "end_to_end"))
from play import Player, histories, same  # noqa: E402
from support import Server  # noqa: E402

PROGRAM = sys.argv[1]


class ServerTest(unittest.TestCase):
    def test_the_server_gives_every_answer(self):
        with tempfile.TemporaryDirectory(prefix="genmirror-conformance-") as data:
            server = Server(PROGRAM, data)
            try:
                player = Player(server.url)
                problems = [problem for history in histories() for problem in player.play(history)]
                player.http.close()
                self.assertEqual(problems, [])
                self.assertGreater(player.answers, 1000)
            finally:
                server.stop()
                server.process.stdout.close()

    def test_what_is_not_the_same(self):
        update = '{"tree":"t","collection":"c","generation":2,"digest":"d","adds":[{"id":1,"n":1.50}],"sets":[{"id":"a"},{"id":"b"}]}'
        for other in (update, update.replace(',"adds"', ' ,\n "adds"'), update.replace('{"id":"a"},{"id":"b"}', '{"id":"b"},{"id":"a"}'),
                      update.replace('"generation":2,"digest":"d"', '"digest":"d","generation":2')):
            self.assertTrue(same(other, update), other)
        for other in (update.replace("1.50", "1.5"), update.replace(":2", ":3"), update.replace('{"id":"a"},', ""), "", "{}",
                      update.replace("adds", "contents"), update.replace('"digest":"d"', '"digest":"e"'), update.replace('{"id":1', '{"id": 1')):
            self.assertFalse(same(other, update), other)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
