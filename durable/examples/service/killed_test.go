package main

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
)

// asProgram in the environment makes the test binary the program.
const asProgram = "ORDO_TEST_AS_SERVICE"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr, bridge.WithPollEvery(100*time.Millisecond))
		stop()
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// The service, on a file of SQLite, is killed twice, each time when a vendor has done what it was asked for and the
// answer is on its way: when orders get their cards in RetailCRM, and when they are confirmed at Megamarket.
func TestAServiceThatIsKilledGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	x := newTown(t)
	_, stderr, code := x.program(t.Context(), "-install")
	require.Zero(t, code, stderr)
	x.env["LISTEN"] = x.outside.Addr().String() // where the callbacks go
	require.NoError(t, x.outside.Close())

	const some = 10
	var ids []string
	place := func() {
		for range some {
			ids = append(ids, x.mm.Place(megamarkettest.Order{Goods: mug}))
		}
	}
	cards := func() int { return len(x.crm.Orders()) }
	confirmed := func() int { return x.mm.Commits("order/confirm") }

	place()
	p := x.start(func(e fake.Exchange) bool { return strings.HasSuffix(e.Path, "/orders/create") && cards() >= some/2 })
	x.mm.SendHooks(t.Context())
	p.ends()
	require.Less(t, cards(), some, "it was killed in the middle")
	t.Logf("%d orders placed; killed when %d had a card in RetailCRM", some, cards())

	place() // nobody is there to be told
	p = x.start(nil)
	x.becomes(strconv.Itoa(2*some), func() string { return strconv.Itoa(cards()) })
	p.stop()
	t.Logf("%d more placed; started again: %d orders have %d cards", some, len(ids), cards())

	for _, o := range x.crm.Orders() {
		x.crm.SetStatus(o.ID, "availability-confirmed")
	}
	p = x.start(func(e fake.Exchange) bool { return strings.HasSuffix(e.Path, "/order/confirm") && confirmed() >= some })
	p.ends()
	require.Less(t, confirmed(), 2*some, "it was killed in the middle")
	t.Logf("all set to confirmed in RetailCRM; killed when %d were confirmed at Megamarket", confirmed())

	p = x.start(nil)
	settled := regexp.MustCompile(`confirm line 1: (applied|already-so)`)
	x.becomes(strconv.Itoa(2*some), func() string { return strconv.Itoa(len(settled.FindAllString(p.page("/journal"), -1))) })
	p.stop()
	t.Logf("started again: %d of %d are confirmed, by %d calls", len(ids), len(ids), confirmed())

	for _, id := range ids {
		_, has := x.crm.Order(id)
		require.True(t, has, "order %s is lost", id)
		require.Contains(t, []string{"CONFIRMED", "PENDING_CONFIRMATION"}, x.mm.Statuses(id)[0]) // pending until it is read
	}
	require.Equal(t, 2*some, cards(), "an order has two cards")
	require.Equal(t, 2*some, x.crm.Commits("POST /api/v5/orders/create"))
	require.Equal(t, 2*some, confirmed(), "an order was confirmed twice")
	for e, err := range opened(t, settings{store: "sqlite", storeFile: x.env["STORE_FILE"]}).Effects(t.Context(), bridge.EffectFilter{}) {
		require.NoError(t, err)
		require.False(t, e.Phase.Open(), "%s of %s is %s", e.Kind, e.Order, e.Phase)
	}
}

// process is the program in a process of its own.
type process struct {
	*town
	*exec.Cmd
	said buffer
	end  func() error // waits for the end, once
}

// start starts the program, which is killed after the first exchange with a vendor for which doomed says so.
func (x *town) start(doomed func(fake.Exchange) bool) *process {
	x.Helper()
	program, err := os.Executable()
	require.NoError(x, err)
	p := &process{town: x, Cmd: exec.CommandContext(context.WithoutCancel(x.Context()), program)}
	p.Env, p.Stderr, p.end = []string{asProgram + "=1"}, &p.said, sync.OnceValue(p.Wait)
	for name, value := range x.env {
		p.Env = append(p.Env, name+"="+value)
	}
	started := make(chan struct{})
	x.seen.Store(func(e fake.Exchange) {
		if doomed != nil && doomed(e) {
			<-started
			_ = p.Process.Kill()
		}
	})
	require.NoError(x, p.Start())
	close(started)
	x.Cleanup(func() { _ = p.Process.Kill(); _ = p.end() })
	require.Eventually(x, func() bool { return strings.Contains(p.said.String(), "msg=serving") }, time.Minute, 10*time.Millisecond)
	return p
}

// ends waits until the program is killed.
func (p *process) ends() {
	p.Helper()
	ended := make(chan error, 1)
	go func() { ended <- p.end() }()
	select {
	case err := <-ended:
		require.ErrorContains(p.town, err, "killed", p.said.String())
	case <-time.After(time.Minute):
		require.Fail(p.town, "it did not come to where it is killed", "%s\n%v\n%v", p.said.String(), p.mm.Exchanges(), p.crm.Exchanges())
	}
}

// page is a page for people.
func (p *process) page(path string) string {
	p.Helper()
	at := regexp.MustCompile(`pages=(\S+)/`).FindStringSubmatch(p.said.String())
	require.NotNil(p.town, at)
	return p.get(at[1] + path)
}

// stop stops the program as whoever runs it does.
func (p *process) stop() {
	p.Helper()
	require.NoError(p.town, p.Process.Signal(syscall.SIGTERM))
	require.NoError(p.town, p.end(), p.said.String())
}
