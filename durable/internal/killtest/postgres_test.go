package killtest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// server is a PostgreSQL of the test's own, which it may stop.
type server struct {
	*testing.T
	programs string // the folder
	data     string
	port     int
}

// postgres starts a server, in a temporary folder, where PostgreSQL is to be tested.
func postgres(t *testing.T) *server {
	t.Helper()
	if os.Getenv("ORDO_POSTGRES") == "" {
		t.Skip("ORDO_POSTGRES is not set: PostgreSQL is not to be tested")
	}
	s := &server{T: t}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
	require.NoError(t, err)
	if path, err := exec.LookPath("pg_ctl"); err == nil {
		found = append(found, path)
	}
	if len(found) == 0 {
		t.Skip("there is no PostgreSQL to start: pg_ctl is neither in PATH nor in /usr/lib/postgresql/*/bin")
	}
	s.programs = filepath.Dir(found[0])
	dir, err := os.MkdirTemp("", "killtest")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	s.data = filepath.Join(dir, "data")
	if os.Getuid() == 0 { // who may do everything is refused by PostgreSQL
		u, err := user.Lookup("postgres")
		require.NoError(t, err)
		uid, err := strconv.Atoi(u.Uid)
		require.NoError(t, err)
		require.NoError(t, os.Chown(dir, uid, -1))
	}
	s.run("initdb", "-D", s.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
	s.begin()
	t.Cleanup(s.stop)
	return s
}

// begin starts the server on a free port, and on another one if somebody else has taken that meanwhile.
func (s *server) begin() {
	s.Helper()
	for tries := 1; ; tries++ {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(s, err)
		addr, _ := l.Addr().(*net.TCPAddr)
		s.port = addr.Port
		require.NoError(s, l.Close())
		out, err := s.try("pg_ctl", s.startArgs()...)
		if err == nil {
			return
		}
		require.Less(s, tries, 5, "%v: %s", err, out)
	}
}

// url is the address of the database.
func (s *server) url() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)
}

func (s *server) start() {
	s.Helper()
	s.run("pg_ctl", s.startArgs()...)
}

func (s *server) startArgs() []string {
	return []string{
		"start", "-w", "-D", s.data, "-l", filepath.Join(filepath.Dir(s.data), "log"),
		"-o", fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=", s.port),
	}
}

// stop stops the server as a crash does: what it was doing breaks off, and the next start recovers.
func (s *server) stop() {
	s.Helper()
	s.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", s.data)
}

// run runs one of the programs, as the user postgres if this is root.
func (s *server) run(program string, args ...string) {
	s.Helper()
	out, err := s.try(program, args...)
	require.NoError(s, err, "%s", out)
}

func (s *server) try(program string, args ...string) (out []byte, err error) {
	args = append([]string{filepath.Join(s.programs, program)}, args...)
	if os.Getuid() == 0 {
		args = append([]string{"runuser", "-u", "postgres", "--"}, args...)
	}
	c := exec.Command(args[0], args[1:]...)
	c.Dir = "/"
	return c.CombinedOutput()
}
