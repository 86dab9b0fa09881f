package rozetka_test

import (
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
)

// desk is an order at ROZETKA and here, and the channel between them. It acts as the host.
type desk struct {
	t  *testing.T
	rz *rozetkatest.Server
	ch *rozetka.Channel
	id int64
	o  *order.Order
}

// onDesk runs a test with an order, in a bubble.
func onDesk(t *testing.T, st rozetkatest.Settings, placed rozetkatest.Order, test func(*testing.T, *desk), opts ...rozetka.ChannelOption) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		rz := rozetkatest.New(st)
		defer rz.Close()
		d := &desk{t: t, rz: rz, ch: client(rz).Channel(opts...), id: rz.Place(placed)}
		d.take()
		test(t, d)
	})
}

// take imports the order as it is read.
func (d *desk) take() {
	d.t.Helper()
	r := d.read()
	require.NoError(d.t, r.Problem)
	s := r.Snapshot
	s.ID, s.Ref.Account, s.Authority = "rz-1/"+r.ID, "rz-1", order.Rozetka
	o, _, err := order.Import(s, d.by(order.RoleChannel))
	require.NoError(d.t, err)
	d.o = o
}

func (d *desk) by(role order.Role) order.By {
	a := order.Actor{ID: "anna", Role: role}
	if role == order.RoleChannel {
		a = order.Actor{Role: role, System: "rz-1"}
	}
	return order.By{Actor: a, At: time.Now()}
}

// read reads the order.
func (d *desk) read() channels.Reading {
	d.t.Helper()
	for r, err := range d.ch.Orders(d.t.Context(), strconv.FormatInt(d.id, 10)) {
		require.NoError(d.t, err)
		return r
	}
	d.t.Fatal("the order is not there")
	return channels.Reading{}
}

// looks reads the order and applies what it reports. It returns the kinds of events.
func (d *desk) looks() (kinds []string) {
	d.t.Helper()
	r := d.read()
	require.NoError(d.t, r.Problem)
	for _, report := range r.Reports {
		by := d.by(order.RoleChannel)
		by.Occurred = r.Occurred
		evs, err := d.o.Observe(report, by)
		require.NoError(d.t, err)
		for _, e := range evs {
			if k := e.Body.Kind(); k != (order.Shown{}).Kind() {
				kinds = append(kinds, k)
			}
		}
	}
	return kinds
}

// causes are the events that effects follow from.
var causes = map[order.EffectKind][]string{
	order.EffectTake: {order.Taken{}.Kind()}, order.EffectConfirm: {order.Confirmed{}.Kind()}, order.EffectShip: {order.HandedOver{}.Kind()},
	order.EffectArrive: {order.Arrived{}.Kind()}, order.EffectClose: {order.Delivered{}.Kind()}, order.EffectContact: {order.Contacted{}.Kind()},
	order.EffectComment: {order.Commented{}.Kind()}, order.EffectCancel: {order.Cancelled{}.Kind(), order.Returned{}.Kind()},
	order.EffectRefuse: {order.Cancelled{}.Kind()},
}

// task gives a command and returns the task that follows.
func (d *desk) task(kind order.EffectKind, c order.Command) order.Task {
	d.t.Helper()
	evs, err := d.o.Do(c, d.by(order.RoleOperator))
	require.NoError(d.t, err)
	i := slices.IndexFunc(evs, func(e order.Event) bool { return slices.Contains(causes[kind], e.Body.Kind()) })
	require.GreaterOrEqual(d.t, i, 0)
	t, ok := d.o.Task(order.Effect{Kind: kind, Target: d.o.View().Ref, Order: d.o.ID(), N: evs[i].N, Key: "k"})
	require.True(d.t, ok)
	return t
}

// does gives a command and applies what follows.
func (d *desk) does(kind order.EffectKind, c order.Command) order.Outcome {
	d.t.Helper()
	out, err := d.ch.Apply(d.t.Context(), d.task(kind, c))
	require.NoError(d.t, err)
	return out
}

// there is the order at ROZETKA.
func (d *desk) there() rozetkatest.Order {
	d.t.Helper()
	o, found := d.rz.Order(d.id)
	require.True(d.t, found)
	return o
}

// way is the statuses that the order had there, the first one first.
func (d *desk) way() (all []int) {
	for _, s := range d.there().History {
		all = append([]int{s.Status}, all...)
	}
	return all
}

func (d *desk) writes() int { return d.rz.Commits("orders/update") }

const ttn = "20450000000001"

func TestAnOrderIsTakenConfirmedShippedAndReceived(t *testing.T) {
	for name, tt := range map[string]struct {
		profile rozetka.Profile
		ship    order.HandOver
		track   []int
		way     []int
	}{
		"with a waybill, today":  {rozetka.Today, order.HandOver{Waybill: ttn}, []int{3, 4, 5}, []int{1, 26, 2, 61, 3, 4, 5, 6}},
		"with a waybill, then":   {rozetka.Then, order.HandOver{Waybill: ttn}, []int{4, 5}, []int{1, 26, 2, 3, 4, 5, 6}},
		"with a courier of ours": {rozetka.Today, order.HandOver{Courier: true}, nil, []int{1, 26, 2, 4, 5, 6}},
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
				require.Equal(t, order.Applied, d.does(order.EffectTake, order.Take{}).Kind)
				require.Empty(t, d.looks())
				require.Equal(t, order.Applied, d.does(order.EffectConfirm, order.Confirm{}).Kind)
				require.Empty(t, d.looks())
				require.Equal(t, order.Applied, d.does(order.EffectShip, tt.ship).Kind)
				require.Equal(t, tt.ship.Waybill, d.there().TTN)
				require.Empty(t, d.looks())
				if tt.track == nil {
					require.Equal(t, order.Applied, d.does(order.EffectArrive, order.Arrive{}).Kind)
				} else {
					writes := d.writes()
					out := d.does(order.EffectArrive, order.Arrive{})
					require.Equal(t, []any{order.AlreadySo, writes}, []any{out.Kind, d.writes()}, "ROZETKA's tracking says so")
					require.NoError(t, d.rz.Track(d.id, tt.track...))
				}
				require.Empty(t, d.looks())
				require.Equal(t, order.Applied, d.does(order.EffectClose, order.Deliver{}).Kind)
				require.Equal(t, tt.way, d.way())
				require.Equal(t, []string{order.Completed{}.Kind()}, d.looks())
				require.False(t, d.o.Held())
			}, rozetka.WithProfile(tt.profile))
		})
	}
}

func TestOnlyANewOrderIsTaken(t *testing.T) {
	for from, want := range map[int]order.OutcomeKind{1: order.Applied, 7: order.Applied, 52: order.Applied, 26: order.AlreadySo, 47: order.AlreadySo, 2: order.AlreadySo, 61: order.AlreadySo, 5: order.AlreadySo, 6: order.AlreadySo} {
		t.Run(strconv.Itoa(from), func(t *testing.T) {
			onDesk(t, rozetkatest.Settings{TakeWithin: -1}, teapots(), func(t *testing.T, d *desk) {
				task := d.task(order.EffectTake, order.Take{})
				require.NoError(t, d.rz.SetStatus(d.id, from))
				out, err := d.ch.Apply(t.Context(), task)
				require.NoError(t, err)
				if from == 52 { // no step from it is known, to ROZETKA's table or to ours
					require.Equal(t, order.Rejected, out.Kind)
					return
				}
				require.Equal(t, want, out.Kind)
				require.Equal(t, want == order.Applied, d.there().Status == 26 && from != 26)
			})
		})
	}
}

func TestStraightToReceivedFromAnywhereByTheWayThatROZETKAAllows(t *testing.T) {
	for from, way := range map[int][]int{1: {26, 2, 6}, 26: {2, 6}, 47: {26, 2, 6}, 55: {2, 6}, 2: {6}, 3: {6}, 4: {6}, 5: {6}, 6: nil, 87: nil} {
		t.Run(strconv.Itoa(from), func(t *testing.T) {
			onDesk(t, rozetkatest.Settings{TakeWithin: -1}, teapots(), func(t *testing.T, d *desk) {
				d.task(order.EffectConfirm, order.Confirm{})
				task := d.task(order.EffectClose, order.Deliver{})
				require.NoError(t, d.rz.SetStatus(d.id, from))
				n := len(d.way())
				out, err := d.ch.Apply(t.Context(), task)
				require.NoError(t, err)
				require.True(t, out.Done(), out)
				require.Equal(t, way, append([]int(nil), d.way()[n:]...))
			})
		})
	}
}

// part of: RZ-1g
func TestGoodsThatLeftWithAWaybillAndAreReceivedAtOnce(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		tasks := []order.Task{
			d.task(order.EffectConfirm, order.Confirm{}), d.task(order.EffectShip, order.HandOver{Waybill: ttn}), d.task(order.EffectClose, order.Deliver{}),
		}
		for _, task := range tasks { // none was sent before the last one was due
			task, ok := d.o.Task(task.Effect)
			if !ok {
				continue
			}
			out, err := d.ch.Apply(t.Context(), task)
			require.NoError(t, err)
			require.True(t, out.Done(), out)
		}
		require.Equal(t, []any{[]int{1, 26, 2, 3, 6}, ttn}, []any{d.way(), d.there().TTN}, "from 61 only tracking goes on")
	})
}

func TestWhatROZETKADoesNotOfferIsRejectedWithWhatItOffers(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.task(order.EffectConfirm, order.Confirm{})
		require.NoError(t, d.rz.SetStatus(d.id, 26))
		require.NoError(t, d.rz.SetInCabinet(d.id, rozetkatest.Change{Status: 61, TTN: ttn}))
		writes := d.writes()
		out := d.does(order.EffectClose, order.Deliver{})
		require.Equal(t, order.Rejected, out.Kind, "only tracking goes on from 61; 26 would erase the number")
		require.Equal(t, []string{"26 (Обробляється менеджером)"}, out.May)
		require.Equal(t, []any{writes, ttn}, []any{d.writes(), d.there().TTN})
	})
}

func TestAWrongWaybillNumberIsNotSent(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectConfirm, order.Confirm{})
		calls := d.writes()
		out := d.does(order.EffectShip, order.HandOver{Waybill: "2045000000000"})
		require.Equal(t, order.Rejected, out.Kind)
		require.Contains(t, out.Text, "14 digits")
		require.Equal(t, calls, d.writes())
	})
}

func TestAnotherWaybillNumberThereIsNotReplaced(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectConfirm, order.Confirm{})
		task := d.task(order.EffectShip, order.HandOver{Waybill: ttn})
		require.NoError(t, d.rz.SetInCabinet(d.id, rozetkatest.Change{Status: 61, TTN: "20450000000999"}))
		out, err := d.ch.Apply(t.Context(), task)
		require.NoError(t, err)
		require.Equal(t, order.Rejected, out.Kind)
		require.Contains(t, out.Text, "20450000000999")
		require.NoError(t, d.rz.SetInCabinet(d.id, rozetkatest.Change{Status: 26})) // which erases it
		out, err = d.ch.Apply(t.Context(), task)
		require.NoError(t, err)
		require.Equal(t, []any{order.Applied, ttn}, []any{out.Kind, d.there().TTN})
		out, err = d.ch.Apply(t.Context(), task)
		require.NoError(t, err)
		require.Equal(t, order.AlreadySo, out.Kind)
	})
}

// A number that is typed in the cabinet just as here is the same waybill.
func TestTheSameWaybillNumberThereIsFine(t *testing.T) {
	for name, profile := range map[string]rozetka.Profile{"today": rozetka.Today, "then": rozetka.Then} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
				d.does(order.EffectConfirm, order.Confirm{})
				task := d.task(order.EffectShip, order.HandOver{Waybill: "2045 0000 0000 01"})
				require.NoError(t, d.rz.SetInCabinet(d.id, rozetkatest.Change{Status: 61, TTN: ttn}))
				require.NoError(t, d.rz.Track(d.id, 3, 4))
				out, err := d.ch.Apply(t.Context(), task)
				require.NoError(t, err)
				require.Equal(t, order.AlreadySo, out.Kind)
			}, rozetka.WithProfile(profile))
		})
	}
}

func TestNothingIsSentForAnOrderThatChangedThere(t *testing.T) {
	for name, change := range map[string]func(*desk) error{
		"a unit less": func(d *desk) error {
			return d.rz.EditLines(d.id, func(ls []rozetkatest.Line) []rozetkatest.Line { ls[0].Quantity--; return ls })
		},
		"a line less": func(d *desk) error {
			return d.rz.EditLines(d.id, func(ls []rozetkatest.Line) []rozetkatest.Line { return ls[:1] })
		},
		"a line more": func(d *desk) error {
			return d.rz.EditLines(d.id, func(ls []rozetkatest.Line) []rozetkatest.Line {
				return append(ls, rozetkatest.Line{OfferID: "L-3", Name: "Ложка", Price: 10_00})
			})
		},
		"cancelled by the buyer":          func(d *desk) error { return d.rz.CancelByBuyer(d.id) },
		"cancelled by an administrator":   func(d *desk) error { return d.rz.CancelByAdmin(d.id) },
		"cancelled by us, in the cabinet": func(d *desk) error { return d.rz.SetInCabinet(d.id, rozetkatest.Change{Status: 42}) },
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
				d.does(order.EffectTake, order.Take{})
				require.NoError(t, change(d))
				writes := d.writes()
				_, err := d.ch.Apply(t.Context(), d.task(order.EffectConfirm, order.Confirm{}))
				require.ErrorIs(t, err, ordo.ErrConflict)
				require.Equal(t, writes, d.writes())
				require.NotEmpty(t, d.looks(), "reading tells")
			})
		})
	}
}

func TestAStepThatIsRefusedBecauseTheOrderMovedMeanwhile(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectTake, order.Take{})
		task := d.task(order.EffectConfirm, order.Confirm{})
		once := sync.OnceFunc(func() { require.NoError(d.t, d.rz.CancelByBuyer(d.id)) })
		d.rz.Observe = func(e fake.Exchange) {
			if e.Op == "orders/get" {
				once()
			}
		}
		_, err := d.ch.Apply(t.Context(), task)
		require.ErrorIs(t, err, ordo.ErrConflict, "the order is to be read")
		require.Equal(t, 45, d.there().Status)
	})
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectTake, order.Take{})
		task := d.task(order.EffectConfirm, order.Confirm{})
		d.rz.Faults().Next("orders/update", rozetkatest.Refuse(1005, "check_correctness_of_data"))
		out, err := d.ch.Apply(t.Context(), task)
		require.NoError(t, err)
		require.Equal(t, []any{order.Rejected, "1005"}, []any{out.Kind, out.Code}, "nobody moved it")
	})
}

func TestAnAttemptToReachTheBuyer(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		require.Equal(t, order.AlreadySo, d.does(order.EffectContact, order.ContactBuyer{Channel: "phone", Reached: true}).Kind)
		require.Equal(t, 1, d.there().Status)
		require.Equal(t, order.Applied, d.does(order.EffectContact, order.ContactBuyer{Channel: "phone", Text: "не відповідає"}).Kind)
		require.Equal(t, []int{1, 26, 47}, d.way())
		require.Equal(t, "не відповідає", d.there().Comments[0].Text)
		require.Empty(t, d.looks())
		second := d.does(order.EffectContact, order.ContactBuyer{Channel: "phone"})
		require.Equal(t, order.Unsupported, second.Kind)
		require.Equal(t, 47, d.there().Status)
		d.does(order.EffectConfirm, order.Confirm{})
		require.Equal(t, []int{1, 26, 47, 26, 2}, d.way())
	})
	onDesk(t, rozetkatest.Settings{Profile: rozetkatest.Then}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectContact, order.ContactBuyer{Channel: "phone"})
		require.Equal(t, order.Applied, d.does(order.EffectContact, order.ContactBuyer{Channel: "phone"}).Kind)
		require.Equal(t, 48, d.there().Status, "an account that still has it")
	}, rozetka.WithProfile(rozetka.Then))
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		task := d.task(order.EffectContact, order.ContactBuyer{Channel: "phone"})
		require.NoError(t, d.rz.SetStatus(d.id, 2))
		out, err := d.ch.Apply(t.Context(), task)
		require.NoError(t, err)
		require.Equal(t, []any{order.Rejected, 2}, []any{out.Kind, d.there().Status}, "a confirmed order is not taken back for it")
	})
}

func TestACommentLeavesTheStatusAndIsLookedFor(t *testing.T) {
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		d.does(order.EffectConfirm, order.Confirm{})
		d.does(order.EffectShip, order.HandOver{Waybill: ttn})
		task := d.task(order.EffectComment, order.WriteComment{Text: "подарункова упаковка"})
		d.rz.Faults().Next("orders/update", fake.ResetBefore())
		for _, want := range []order.OutcomeKind{order.Applied, order.AlreadySo} {
			out, err := d.ch.Apply(t.Context(), task)
			require.NoError(t, err)
			require.Equal(t, want, out.Kind)
		}
		require.Equal(t, []any{61, ttn, "подарункова упаковка"}, []any{d.there().Status, d.there().TTN, d.there().Comments[0].Text})
	})
	onDesk(t, rozetkatest.Settings{LoseLoneComments: true}, teapots(), func(t *testing.T, d *desk) {
		out := d.does(order.EffectComment, order.WriteComment{Text: "подарункова упаковка"})
		require.Equal(t, order.Rejected, out.Kind)
		require.Contains(t, out.Text, "does not show it")
	})
	onDesk(t, rozetkatest.Settings{}, teapots(), func(t *testing.T, d *desk) {
		require.NoError(t, d.rz.SetStatus(d.id, 6))
		require.Equal(t, order.Rejected, d.does(order.EffectComment, order.WriteComment{Text: "дякуємо"}).Kind)
		require.Zero(t, d.writes(), "an order that ended is not written to")
	})
}
