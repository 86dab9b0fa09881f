package killtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/status"
)

// sale is an order of the merchant's own shop, with what its buyer has in mind.
type sale struct {
	*world
	id      string
	draft   order.Draft
	payment string // at YooKassa
	before  []back // what is returned before it is sent
	after   []back // what is returned after it was handed out
	left    int    // pieces that are to be sent
	blocks  int    // returned so far
	stage   int
	done    int // commands of the stage
	refusal string
}

// back are units of a line that come back.
type back struct {
	line   string
	pieces int
}

// The stages of a sale.
const (
	unannounced = iota
	unpaid
	paid
	sent
	handedOut
	returning
	closed
)

// sale makes the plan of an order.
func (w *world) sale(dice *rand.Rand, i int) *sale {
	s := &sale{world: w, id: fmt.Sprintf("A-%d", i)}
	s.draft = order.Draft{Scheme: order.ByCarrier, Number: s.id, Buyer: order.Buyer{Name: "Иванова Анна", Email: fmt.Sprintf("buyer%d@example.ru", i)}}
	for n := range 1 + dice.IntN(2) {
		pieces := 1 + dice.IntN(3)
		l := order.Line{ID: fmt.Sprint(n + 1), Name: "Товар", Quantity: amount.Pcs(pieces), Total: amount.RUB(1000 + dice.Int64N(1_000_000)), VAT: amount.VAT22}
		s.draft.Lines = append(s.draft.Lines, l)
		s.left += pieces
		switch luck := dice.IntN(10); {
		case luck < 1:
			b := back{l.ID, 1 + dice.IntN(pieces)}
			s.before, s.left = append(s.before, b), s.left-b.pieces
		case luck < 4:
			s.after = append(s.after, back{l.ID, 1 + dice.IntN(pieces)})
		}
	}
	return s
}

func (s *sale) over() bool { return s.stage == closed }

func (s *sale) where() string {
	return fmt.Sprintf("%s: stage %d, %d blocks, %d receipts, refused: %s", s.id, s.stage, s.blocks, s.receipts(), s.refusal)
}

// receipts returns how many receipts the order has at the register.
func (s *sale) receipts() int {
	n := 0
	for _, r := range s.slips[s.id] {
		if r.Status == "done" {
			n++
		}
	}
	return n
}

// step is the shop's program, the buyer and the merchant, each of whom does the next thing once the one before shows
// outside.
func (s *sale) step(time.Time) {
	switch s.stage {
	case unannounced:
		if s.draft.Placed.IsZero() { // what is sent again is the same
			s.draft.Placed = time.Now()
		}
		if s.calls("/shop-1/", channels.News{ID: s.id, Key: s.id, Placed: &s.draft}) {
			s.stage = unpaid
		}
	case unpaid:
		s.pays()
	case paid: // the advance is registered, and what is not wanted any more is paid back
		if s.receipts() < 1+s.blocks || s.returns(&s.before) {
			return
		}
		if s.left == 0 {
			s.stage = closed
		} else if s.does("send", deed{What: order.HandOver{}.Kind()}) {
			s.stage = sent
		}
	case sent:
		if s.does("hand out", deed{What: order.Deliver{}.Kind()}) {
			s.stage = handedOut
		}
	case handedOut: // the settlement and each refund are registered
		if s.receipts() < 2+s.blocks || s.returns(&s.after) {
			return
		}
		s.stage = closed
	}
}

// pays is the shop's program, which makes a payment and records it, and the buyer, who pays.
func (s *sale) pays() {
	sum := amount.RUB(0)
	for _, l := range s.draft.Lines {
		sum = amount.RUB(sum.Minor() + l.Total.Minor())
	}
	if s.payment == "" {
		p, err := s.bank.CreatePayment(context.Background(), yookassa.Key("kill", s.id), yookassa.NewPayment{
			Amount: sum, Capture: true, Description: s.id, Confirmation: &yookassa.NewConfirmation{Type: "redirect", ReturnURL: "https://shop.example.ru"},
		})
		if err != nil {
			s.Errorf("no payment: %v", err)
			return
		}
		s.payment = p.ID
	}
	p := order.Payment{ID: "p1", State: status.PaymentPending, Amount: sum, Ref: order.Ref{System: "yookassa", ID: s.payment}}
	if s.does("bill", deed{What: order.Pay{}.Kind(), Payment: p}) {
		if err := s.yk.Pay(s.payment); err != nil {
			s.Errorf("the buyer cannot pay: %v", err)
		}
		s.stage = paid
	}
}

// returns takes the next of some units back and orders their money back, and reports whether there was one.
func (s *sale) returns(of *[]back) bool {
	if len(*of) == 0 {
		return false
	}
	b, n := (*of)[0], s.blocks+1
	ds := []deed{{What: order.Return{}.Kind(), Line: b.line, Pieces: b.pieces}, {What: order.Receive{}.Kind(), Block: n}, {What: order.Refund{}.Kind(), Block: n}}
	if s.stage == paid {
		ds = append(ds[:1], ds[2]) // they never left
	}
	for i, d := range ds {
		if i >= s.done {
			if !s.does(fmt.Sprint("back ", n, ".", i), d) {
				return true
			}
			s.done++
		}
	}
	s.done, s.blocks, *of = 0, n, (*of)[1:]
	return true
}

// does gives a command, again and again under the same key, and reports whether it was done.
func (s *sale) does(key string, d deed) bool {
	d.Order, d.Key = "shop-1/"+s.id, key
	return s.calls("/do", d)
}

// calls makes a call to the merchant's service, and reports whether it was taken.
func (s *sale) calls(path string, about any) bool {
	body, err := json.Marshal(about)
	if err != nil {
		s.Errorf("%s: %v", s.id, err)
		return false
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, merchant+path, bytes.NewReader(body))
	if err != nil {
		s.Errorf("%s: %v", s.id, err)
		return false
	}
	r.Header.Set("Authorization", "Bearer "+shopSecret)
	resp, err := s.fleet.RoundTrip(r)
	if err != nil {
		s.refusal = err.Error()
		return false
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= 300 {
		s.refusal = fmt.Sprint(resp.StatusCode, " ", string(answer), err)
		return false
	}
	return true
}
