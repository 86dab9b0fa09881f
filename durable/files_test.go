package durable_test

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
)

// problem checks that an error says what is wrong with the database, and what to do about it.
func problem(t testing.TB, err error, want durable.Problem, advice string) {
	t.Helper()
	var e *durable.DatabaseError
	require.ErrorAs(t, err, &e)
	require.Equal(t, want, e.Problem, err)
	require.ErrorContains(t, err, advice)
}

// refused checks that all that writes is refused for a reason, that nothing was written, and that work goes on
// afterwards.
func refused(t *testing.T, db testDB, s *durable.Store, want durable.Problem, advice string, begin, end func()) {
	t.Helper()
	keep(t, s, "A")
	before := db.rows(t)
	begin()
	writes := calls(s)
	for _, name := range []string{"Save", "Erase", "Receive", "Swap", "Write", "Ran", "Claim"} {
		err := writes[name](t.Context())
		require.Error(t, err, name)
		problem(t, err, want, advice)
	}
	end()
	require.Equal(t, before, db.rows(t))
	for name, call := range writes {
		require.NoError(t, call(t.Context()), name)
	}
}

func TestNamesOfFiles(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"file:orders.db", "file:my orders.db", "file:50%20.db", "file:заказы #1;x'&.db", "file:./sub/../a.db", "file://b.db", "file:" + dir + "/c.db", "file://" + dir + "/d.db"} {
		require.NoError(t, os.MkdirAll("sub", 0o700))
		s := open(t, name)
		keep(t, s, "A")
		require.NoError(t, s.Close())
		path, _ := strings.CutPrefix(strings.TrimPrefix(name, "file:"), "//")
		require.FileExists(t, path)
	}
	for _, name := range []string{"file:", "file::memory:", "file:orders.db?mode=ro", "file:what?.db", "orders.db", "sqlite:orders.db", ""} {
		_, err := durable.Open(t.Context(), name)
		require.ErrorContains(t, err, "durable: ", name)
	}
	_, err := durable.Open(t.Context(), "file:nowhere/orders.db")
	problem(t, err, durable.ProblemGone, "nowhere")
	_, err = durable.Open(t.Context(), "file:"+dir)
	problem(t, err, durable.ProblemGone, "address")
	require.NoError(t, os.WriteFile("letter.txt", []byte(strings.Repeat("Dear customer, ", 100)), 0o600))
	_, err = durable.Open(t.Context(), "file:letter.txt")
	problem(t, err, durable.ProblemDamaged, "backup")
	text, err := os.ReadFile("letter.txt")
	require.NoError(t, err)
	require.Len(t, text, 1500)
}

// fault: the lock stood beside the link, so that a second process got past it.
func TestAFileIsOpenInOneProcessOnly(t *testing.T) {
	db := sqliteFile(t)
	s := db.open(t)
	keep(t, s, "A")
	link := filepath.Join(t.TempDir(), "link.db")
	require.NoError(t, os.Symlink(db.path, link))
	for _, path := range []string{db.path, link} {
		out, err := again(t, "file:"+path).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	require.NoError(t, s.Save(t.Context(), "A", 1, bridge.Batch{}))
}

func init() { // in the other process
	dsn := os.Getenv("ORDO_TEST_OPEN")
	if dsn == "" {
		return
	}
	_, err := durable.Open(context.Background(), dsn)
	var used *durable.InUseError
	if !errors.As(err, &used) || !strings.Contains(err.Error(), "one process works on a file") || !strings.HasPrefix(used.By, "process ") {
		_, _ = io.WriteString(os.Stderr, "opened, or another error: "+errText(err))
		os.Exit(1)
	}
	os.Exit(0)
}

func errText(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

// again is this test program once more, as another process that opens a database.
func again(t *testing.T, dsn string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "ORDO_TEST_OPEN="+dsn)
	return cmd
}

func TestAFileOfAnotherProgramThatIsLockedForLong(t *testing.T) {
	t.Parallel() // it waits
	db := sqliteFile(t)
	s := db.open(t)
	keep(t, s, "A")
	before := db.rows(t)
	conn, err := db.beside(t).Conn(t.Context())
	require.NoError(t, err)
	_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	require.NoError(t, err)
	d, err := s.Load(t.Context(), "A") // reading goes on
	require.NoError(t, err)
	require.Equal(t, 1, d.Rev)
	err = s.Write(t.Context(), entry("A", "x")) // waits for 5 seconds
	problem(t, err, durable.ProblemLocked, "end the program that holds it")
	_, err = conn.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	require.Equal(t, before, db.rows(t))
	require.NoError(t, s.Write(t.Context(), entry("A", "x")))
}

// fault: SQLite went on writing to a file that was deleted, and all of it was lost when the process ended.
func TestAFileThatIsDeletedOrReplacedWhileItIsOpen(t *testing.T) {
	for what, put := range map[string]func(path string) error{
		"deleted":  func(string) error { return nil },
		"replaced": func(path string) error { return os.WriteFile(path, nil, 0o600) },
	} {
		t.Run(what, func(t *testing.T) {
			db := sqliteFile(t)
			s := db.open(t)
			refused(t, db, s, durable.ProblemGone, db.path, func() {
				require.NoError(t, os.Rename(db.path, db.path+".away"))
				require.NoError(t, put(db.path))
			}, func() { require.NoError(t, os.Rename(db.path+".away", db.path)) })
		})
	}
}

// The connection is told to be read-only: SQLite reports that as it does a file system that became so.
func TestAFileThatBecomesReadOnly(t *testing.T) {
	db := sqliteFile(t)
	s := db.open(t)
	refused(t, db, s, durable.ProblemReadOnly, "make it writable", func() {
		require.NoError(t, s.Exec(t.Context(), "PRAGMA query_only = 1"))
	}, func() { require.NoError(t, s.Exec(t.Context(), "PRAGMA query_only = 0")) })
}

// mounted mounts a file system in memory, of a size in KB, and returns its directory.
func mounted(t *testing.T, kb string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+kb+"k"); err != nil {
		t.Skipf("a file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, 0)) })
	return dir
}

func TestAFileOnAFileSystemThatIsReadOnly(t *testing.T) {
	dir := mounted(t, "1000")
	s := open(t, "file:"+dir+"/orders.db")
	keep(t, s, "A")
	require.NoError(t, s.Close())
	require.NoError(t, syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	_, err := durable.Open(t.Context(), "file:"+dir+"/orders.db")
	problem(t, err, durable.ProblemReadOnly, "make it writable")
	require.NoError(t, syscall.Mount("", dir, "", syscall.MS_REMOUNT, ""))
	s = open(t, "file:"+dir+"/orders.db")
	d, err := s.Load(t.Context(), "A")
	require.NoError(t, err)
	require.Equal(t, 1, d.Rev)
	require.NoError(t, s.Close())
}

func TestAFileThatMayNotGrow(t *testing.T) {
	db := sqliteFile(t)
	s := db.open(t)
	for _, id := range []string{"C", "D"} {
		keep(t, s, id)
	}
	before := db.rows(t)
	require.NoError(t, s.Exec(t.Context(), "PRAGMA max_page_count = 1")) // no more than there are
	large := entry("A", "large")
	large.Text = strings.Repeat("x", 100_000)
	problem(t, s.Save(t.Context(), "A", 0, bridge.Batch{Journal: []bridge.Entry{large}}), durable.ProblemFull, "make room on its disk")
	require.Equal(t, before, db.rows(t))
	require.NoError(t, s.Exec(t.Context(), "PRAGMA max_page_count = 1000000"))
	require.NoError(t, s.Save(t.Context(), "A", 0, bridge.Batch{Journal: []bridge.Entry{large}}))
}

func TestAFileOnADiskThatIsFull(t *testing.T) {
	db := testDB{path: mounted(t, "4000") + "/orders.db"}
	db.dsn = "file:" + db.path
	s := open(t, db.dsn)
	defer func() { require.NoError(t, s.Close()) }()
	balloon := filepath.Dir(db.path) + "/balloon"
	at := db.beside(t)
	defer func() { require.NoError(t, at.Close()) }()
	saved := 0
	fill := func() (err error) {
		for err == nil {
			large := entry("A", "large")
			large.Text = strings.Repeat("x", 20_000)
			if err = s.Save(t.Context(), "A", saved, bridge.Batch{Journal: []bridge.Entry{large, entry("A", "small")}}); err == nil {
				saved++
			}
		}
		return err
	}
	full := func() {
		require.Error(t, os.WriteFile(balloon, make([]byte, 4_000_000), 0o600))
		err := fill()
		problem(t, err, durable.ProblemFull, "make room on its disk")
		h, err := s.Head(t.Context(), "A")
		require.NoError(t, err)
		require.Equal(t, saved, h.Rev)
		require.Len(t, list(t, s.Journal(t.Context(), bridge.JournalFilter{})), 2*saved)
		require.NoError(t, os.Remove(balloon))
	}
	for range 3 {
		full()
		require.NoError(t, s.Save(t.Context(), "A", saved, bridge.Batch{Journal: []bridge.Entry{entry("A", "x"), entry("A", "y")}}))
		saved++
	}
}

// pain: EN-P3
func TestFiftyReadAndWriteAFileAtOnce(t *testing.T) {
	db := sqliteFile(t)
	s := db.open(t)
	failed := make(chan error)
	for w := range 50 {
		go func() {
			failed <- func() error {
				id := string(rune('A' + w))
				for rev := range 20 {
					d, err := s.Load(t.Context(), id)
					if err != nil {
						return err
					}
					if d.Rev != rev {
						return errors.New("an order has a revision that nobody wrote")
					}
					err = s.Save(t.Context(), id, d.Rev, bridge.Batch{Journal: []bridge.Entry{entry(id, "x")}, Wake: morning})
					if err != nil {
						return err
					}
					if _, err := s.Claim(t.Context(), morning, morning.Add(time.Hour), 1, id); err != nil {
						return err
					}
				}
				return nil
			}()
		}()
	}
	for range 50 {
		require.NoError(t, <-failed)
	}
	require.Len(t, list(t, s.Journal(t.Context(), bridge.JournalFilter{})), 1000)
}
