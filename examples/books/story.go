package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// play runs the story in a folder and prints it.
func play(ctx context.Context, dir string, w io.Writer) (err error) {
	m, err := open(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	accountant := order.By{Actor: order.Actor{ID: "boris", Role: order.RoleOperator}}
	for _, s := range []struct {
		what string
		do   func() error
		want string // the state here, in the CRM and in the books, of the order that the step is about
	}{
		{"Olga orders two jars in the shop. She has not paid.", func() error { return m.buy("1001", "Olga", 2) }, "new, new, -"},
		{"Anna, a manager, confirms it in the CRM.", func() error { return m.confirm("1001") }, "confirmed, availability-confirmed, -"},
		{"The money arrives: the accountant records it.", func() error {
			o, err := m.b.Order(ctx, "shop-1/1001")
			if err != nil {
				return err
			}
			_, err = m.b.Do(ctx, o.ID(), order.Pay{Payment: order.Payment{ID: "transfer-7", Amount: o.Total(), Method: "transfer"}}, accountant)
			return err
		}, "confirmed, availability-confirmed, confirmed"},
		{"Pavel orders a jar.", func() error { return m.buy("1002", "Pavel", 1) }, "new, new, -"},
		{"It was typed in wrongly: the accountant forgets it here, which cancels nothing in the shop. There it is corrected to\nthree jars, and the next pass loads it again.", func() error {
			_, err := m.b.Do(ctx, "shop-1/1002", order.Forget{Why: "typed in wrongly"}, accountant)
			return errors.Join(err, m.buy("1002", "Pavel", 3))
		}, "new, new, -"},
	} {
		if err := s.do(); err != nil {
			return err
		}
		p, err := m.b.Sync(ctx) // a service calls Bridge.Run instead
		for _, e := range p.Problems() {
			err = errors.Join(err, errors.New(e.Text))
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\n\n", s.what)
		last, err := m.print(ctx, w)
		if err != nil {
			return err
		}
		if last != s.want {
			return fmt.Errorf("%s: the order is %q here, in the CRM and in the books; want %q", s.what, last, s.want)
		}
	}
	return m.check(ctx, w)
}

// buy writes an order as the shop does.
func (m *merchant) buy(id, buyer string, jars int) error {
	text := fmt.Sprintf(`{
  "placed": "2026-03-02T09:00:00+03:00",
  "buyer": %q,
  "lines": [{"article": "JAM", "name": "Jam", "price": "120.00", "pieces": %q}]
}
`, buyer, strings.TrimSpace(strings.Repeat("new ", jars)))
	return os.WriteFile(filepath.Join(m.orders, id+".json"), []byte(text), 0o600)
}

// confirm is what a manager does in the CRM.
func (m *merchant) confirm(id string) error {
	card, ok := m.crm.Order(id)
	if !ok {
		return fmt.Errorf("the CRM has no order %s", id)
	}
	m.crm.SetUser(annaInCRM)
	m.crm.SetStatus(card.ID, "availability-confirmed")
	return nil
}

// print prints where each order is, and returns the states of the last one here, in the CRM and in the books.
func (m *merchant) print(ctx context.Context, w io.Writer) (last string, err error) {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "  shop\there\tpaid\tCRM\tbooks")
	for _, id := range []string{"1001", "1002"} {
		if _, err := os.Stat(filepath.Join(m.orders, id+".json")); err != nil {
			break // not yet ordered
		}
		at, err := m.b.Find(ctx, order.Ref{System: m.shop.System(), Account: "shop-1", Kind: "order", ID: id})
		if err != nil {
			return "", err
		}
		o, err := m.b.Order(ctx, at)
		if err != nil {
			return "", err
		}
		card, _ := m.crm.Order(id)
		books, err := m.inBooks(id)
		if err != nil {
			return "", err
		}
		last = fmt.Sprintf("%s, %s, %s", o.State(), card.Status, books)
		fmt.Fprintf(tab, "  %s\t%s\t%s\t%s\t%s\n", id, o.State(), o.View().Paid, card.Status, books)
	}
	fmt.Fprintln(tab)
	return last, tab.Flush()
}

// inBooks returns the status of an order in the books, "-" if they do not have it.
func (m *merchant) inBooks(id string) (string, error) {
	text, err := os.ReadFile(m.table)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Split(line, ";"); fields[0] == id && fields[1] == "" {
			return fields[5], nil
		}
	}
	return "-", nil
}

// check prints the two lives of Pavel's order, and returns an error if one is not as expected.
func (m *merchant) check(ctx context.Context, w io.Writer) error {
	first, err := m.b.Order(ctx, "shop-1/1002")
	if err != nil {
		return err
	}
	second, err := m.b.Order(ctx, "shop-1/1002~2")
	if err != nil {
		return err
	}
	v, was := second.View(), first.View()
	if was.Forgotten == nil || len(v.Links) != 1 || v.State != status.OrderNew || v.Lines[0].Quantity.String() != "3" {
		return fmt.Errorf("the lives of order 1002 are not as expected: %+v, %+v", was.Forgotten, v.Links)
	}
	fmt.Fprintf(w, "%s was forgotten (%s) and can still be read.\n%s is its next life, for %s.\n", was.ID, was.Forgotten.Text, v.ID, v.Total)
	return nil
}
