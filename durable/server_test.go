package durable_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// pgServer is a PostgreSQL of a test's own, which may be stopped, hung and filled.
type pgServer struct {
	dir  string
	port int
}

// asPostgres runs a program as the user postgres if this one is root, which PostgreSQL does not want to be.
func asPostgres(t *testing.T, name string, args ...string) error {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), name, args...)
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid(t, "postgres"), Gid: uid(t, "postgres")}}
	}
	cmd.Dir = "/"
	var out bytes.Buffer
	log, err := os.CreateTemp(t.TempDir(), "out") // the server keeps it open, and a pipe would never end
	require.NoError(t, err)
	cmd.Stdout, cmd.Stderr = log, log
	err = cmd.Run()
	if err != nil {
		_, _ = log.Seek(0, io.SeekStart)
		_, _ = out.ReadFrom(log)
		err = fmt.Errorf("%s: %w: %s", name, err, out.String())
	}
	return err
}

func uid(t *testing.T, name string) uint32 {
	t.Helper()
	u, err := user.Lookup(name)
	if err != nil {
		t.Skipf("a server cannot be started: %v", err)
	}
	n, err := strconv.ParseUint(u.Uid, 10, 32)
	require.NoError(t, err)
	return uint32(n)
}

// directory returns a new directory that the user postgres may write to; its path is short enough for a socket.
func directory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pg")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	if os.Getuid() == 0 {
		require.NoError(t, os.Chown(dir, int(uid(t, "postgres")), -1))
	}
	return dir
}

// freePort returns a port on which nobody listens.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	at, ok := l.Addr().(*net.TCPAddr)
	require.True(t, ok)
	return at.Port
}

// ownServer starts a server, where PostgreSQL is to be tested. Everybody is trusted but the user bob, whose password is
// asked for.
func ownServer(t *testing.T) *pgServer {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a server")
	}
	if os.Getenv("ORDO_POSTGRES") == "" {
		t.Skip("ORDO_POSTGRES is not set: PostgreSQL is not to be tested")
	}
	s := &pgServer{dir: directory(t), port: freePort(t)}
	require.NoError(t, asPostgres(t, program(t, "initdb"), "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"))
	hba := filepath.Join(s.data(), "pg_hba.conf")
	rules, err := os.ReadFile(hba)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(hba, append([]byte("host all bob all scram-sha-256\n"), rules...), 0o600))
	s.start(t)
	t.Cleanup(func() { s.stop(t, "immediate") })
	return s
}

func (s *pgServer) data() string { return filepath.Join(s.dir, "data") }

func (s *pgServer) start(t *testing.T) {
	t.Helper()
	require.NoError(t, asPostgres(t, program(t, "pg_ctl"), "-D", s.data(), "-w", "-l", filepath.Join(s.dir, "log"),
		"-o", fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1 -c max_prepared_transactions=5", s.port, s.dir), "start"))
}

func (s *pgServer) stop(t *testing.T, mode string) {
	t.Helper()
	require.NoError(t, asPostgres(t, program(t, "pg_ctl"), "-D", s.data(), "-w", "-m", mode, "stop"))
}

// signal sends a signal to the server and to all of its processes.
func (s *pgServer) signal(t *testing.T, sig syscall.Signal) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	require.NoError(t, err)
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(pid, sig))
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	require.NoError(t, err)
	for child := range strings.FieldsSeq(string(children)) {
		n, err := strconv.Atoi(child)
		require.NoError(t, err)
		_ = syscall.Kill(n, sig) // it may have ended
	}
}

func (s *pgServer) db() testDB {
	return testDB{dsn: fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)}
}

// proxy passes connections on to a server, and cuts them.
type proxy struct {
	target string
	listen net.Listener
	cuts   atomic.Int64 // one of how many pieces of what is sent breaks its connection; none if 0
	deaf   atomic.Bool  // nothing is passed on

	mu    sync.Mutex
	conns map[net.Conn]bool
}

// through returns a proxy before a database, and the address by which the database is reached through it.
func through(t *testing.T, dsn string) (*proxy, testDB) {
	t.Helper()
	at, err := url.Parse(dsn)
	require.NoError(t, err)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{target: at.Host, listen: l, conns: map[net.Conn]bool{}}
	at.Host = l.Addr().String()
	go p.serve()
	t.Cleanup(func() { _ = l.Close(); p.cut() })
	return p, testDB{dsn: at.String()}
}

func (p *proxy) serve() {
	for {
		client, err := p.listen.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		p.mu.Lock()
		p.conns[client], p.conns[server] = true, true
		p.mu.Unlock()
		go p.pass(client, server)
		go p.pass(server, client)
	}
}

// cut breaks all connections.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.Close()
	}
	clear(p.conns)
}

// pass passes on what one side says. A connection breaks before a piece is passed on, or after: then the server has
// got a COMMIT, and the client never hears of it.
func (p *proxy) pass(from, to net.Conn) {
	defer func() { _, _ = from.Close(), to.Close() }()
	piece := make([]byte, 32<<10)
	for {
		n, err := from.Read(piece)
		if err != nil {
			return
		}
		for p.deaf.Load() {
			time.Sleep(time.Millisecond)
		}
		breaks := false
		if one := p.cuts.Load(); one > 0 {
			breaks = rand.N(one) == 0
		}
		if breaks && rand.N(2) == 0 {
			return
		}
		if _, err := to.Write(piece[:n]); err != nil {
			return
		}
		if breaks {
			time.Sleep(time.Duration(rand.N(2)) * time.Millisecond)
			return
		}
	}
}
