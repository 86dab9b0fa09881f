package erptest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// shelved is how many pieces of each article of the checks the warehouses have at first.
const shelved = 5

// stocked makes an order of which the warehouses have all goods, creates it in the system and confirms it.
func (b *bench) stocked() error {
	if len(b.Warehouses) < 2 {
		return fmt.Errorf("the fixture's Warehouses are %v, want two", b.Warehouses)
	}
	for _, article := range Articles() {
		for _, w := range b.Warehouses[:2] {
			b.SetsStock(article, w, amount.Pcs(shelved))
		}
	}
	if err := b.shown(); err != nil {
		return err
	}
	return b.confirm()
}

// does gives the order a command of the operator.
func (b *bench) does(c order.Command) error {
	if _, err := b.o.Do(c, b.by(order.Actor{ID: "anna", Role: order.RoleOperator})); err != nil {
		return fmt.Errorf("the step of the check %s: %w", c.Kind(), err)
	}
	return nil
}

// levels reads the stock of an article: what is there and what is free, by warehouse.
func (b *bench) levels(article string) (map[string][2]amount.Quantity, error) {
	s, err := suite.As[erp.Stocker](b.Port)
	if err != nil {
		return nil, err
	}
	out := map[string][2]amount.Quantity{}
	for x, err := range s.Stock(b.ctx, article) {
		switch {
		case err != nil:
			return nil, fmt.Errorf("stock of %s: %w", article, err)
		case x.Problem != nil:
			return nil, fmt.Errorf("stock of %s: %w", article, x.Problem)
		case x.Article != article:
			return nil, fmt.Errorf("the stock of %s was asked for, and a record is of %q", article, x.Article)
		}
		if _, twice := out[x.Warehouse]; twice {
			return nil, fmt.Errorf("there are two records of %s at %s", article, x.Warehouse)
		}
		if x.Free.Sign() < 0 || x.OnHand.Milli()-x.Reserved.Milli() != x.Free.Milli() && x.Free.Sign() != 0 {
			return nil, fmt.Errorf("of %s at %s %s are there, %s reserved and %s free", article, x.Warehouse, x.OnHand, x.Reserved, x.Free)
		}
		out[x.Warehouse] = [2]amount.Quantity{x.OnHand, x.Free}
	}
	return out, nil
}

// has checks how many pieces of an article a warehouse has, and how many are free.
func (b *bench) has(article, warehouse string, there, free int) error {
	ls, err := b.levels(article)
	if skip := suite.Skip(""); errors.As(err, &skip) {
		return nil // the check is about something else
	}
	if err != nil {
		return err
	}
	if is, want := ls[warehouse], [2]amount.Quantity{amount.Pcs(there), amount.Pcs(free)}; is != want {
		return fmt.Errorf("%s has %s pieces of %s, of which %s are free; want %s and %s", warehouse, is[0], article, is[1], want[0], want[1])
	}
	return nil
}

func readsStock(b *bench) error {
	s, err := suite.As[erp.Stocker](b.Port)
	if err != nil {
		return err
	}
	one, two, a := b.Warehouses[0], b.Warehouses[1], Articles()
	b.SetsStock(a[0], one, amount.Pcs(3))
	b.SetsStock(a[1], one, amount.Pcs(1))
	b.SetsStock(a[1], two, amount.Pcs(7))
	for _, want := range []struct {
		article, warehouse string
		n                  int
	}{{a[0], one, 3}, {a[1], one, 1}, {a[1], two, 7}} {
		if err := b.has(want.article, want.warehouse, want.n, want.n); err != nil {
			return err
		}
	}
	both := 0
	for x, err := range s.Stock(b.ctx, a[0], a[1]) {
		if err != nil {
			return err
		}
		if x.OnHand.Sign() > 0 {
			both++
		}
	}
	if both != 3 {
		return fmt.Errorf("for two articles there are %d records with stock, want 3", both)
	}
	unknown := false
	for x, err := range s.Stock(b.ctx, "NO-SUCH-ARTICLE", a[0]) {
		if err != nil {
			return fmt.Errorf("an unknown article ends the list: %w", err)
		}
		unknown = unknown || x.Article == "NO-SUCH-ARTICLE" && x.Problem != nil
	}
	if !unknown {
		return errors.New("an article that is not known is no record with a Problem")
	}
	for x, err := range s.Stock(b.ctx) {
		return fmt.Errorf("without articles there is a record: %+v, %w", x, suite.OrNone(err))
	}
	return suite.Calls{
		"Stock":      func(ctx context.Context) error { return suite.List(s.Stock(ctx, a[0])) },
		"Warehouses": func(ctx context.Context) error { return suite.List(s.Warehouses(ctx)) },
	}.Ended(b.ctx)
}

func listsWarehouses(b *bench) error {
	s, err := suite.As[erp.Stocker](b.Port)
	if err != nil {
		return err
	}
	var codes []string
	for w, err := range s.Warehouses(b.ctx) {
		if err != nil {
			return err
		}
		if w.Problem == nil && w.Code == "" {
			return fmt.Errorf("the warehouse %q has no code", w.Name)
		}
		codes = append(codes, w.Code)
	}
	for _, code := range b.Warehouses {
		if n := len(slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return c != code })); n != 1 {
			return fmt.Errorf("warehouse %s is listed %d times: %v", code, n, codes)
		}
	}
	return suite.StopsEarly("Warehouses", s.Warehouses(b.ctx))
}

// keeps checks what the system has reserved, against the order.
func (b *bench) keeps(want []order.Reserved) error {
	got := slices.Clone(b.Reserved(b.ref))
	for _, w := range want {
		i := slices.Index(got, w)
		if i < 0 {
			return fmt.Errorf("%s of line %s are to be reserved at %s, and %v are", w.Quantity, w.Line, w.Warehouse, b.Reserved(b.ref))
		}
		got = slices.Delete(got, i, i+1)
	}
	if len(got) > 0 {
		return fmt.Errorf("more is reserved than the order needs: %v", got)
	}
	return nil
}

// reserve applies EffectReserve twice and checks what is reserved after each time.
func (b *bench) reserve() error {
	t, err := b.task(order.EffectReserve, order.Effect{})
	if err != nil {
		return err
	}
	if _, err := b.apply(t); err != nil {
		return err
	}
	for range 2 {
		if err := b.keeps(erp.ReservedOf(b.o.View())); err != nil {
			return err
		}
		if err := b.again(t); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) canReserve() error {
	if !b.Port.Can(order.EffectReserve, b.scheme) {
		return suite.Skip("the system reserves nothing")
	}
	return b.stocked()
}

func reservesExactly(b *bench) error {
	if err := b.canReserve(); err != nil {
		return err
	}
	one, two, a := b.Warehouses[0], b.Warehouses[1], Articles()
	for _, step := range []struct {
		do        order.Command
		free1     int // of the first article at the first warehouse
		free1Else int // and at the second
	}{
		{order.Assemble{Picks: order.PickAll("1", "2"), Warehouse: one}, shelved - 1, shelved},
		{order.Assemble{Picks: order.PickAll("3"), Warehouse: two}, shelved - 1, shelved},
		{order.Assemble{Picks: order.PickAll("1"), From: one, Warehouse: two}, shelved, shelved - 1},
		{order.Release{Picks: order.PickAll("1")}, shelved, shelved},
	} {
		if err := b.does(step.do); err != nil {
			return err
		}
		if err := b.reserve(); err != nil {
			return err
		}
		if err := errors.Join(b.has(a[0], one, shelved, step.free1), b.has(a[0], two, shelved, step.free1Else)); err != nil {
			return err
		}
	}
	return nil
}

func reservesOnceWhenLost(b *bench) error {
	if err := b.canReserve(); err != nil {
		return err
	}
	if err := b.does(order.Assemble{Picks: order.PickAll("1"), Warehouse: b.Warehouses[0]}); err != nil {
		return err
	}
	t, err := b.task(order.EffectReserve, order.Effect{})
	if err != nil {
		return err
	}
	b.LosesAnswer()
	if err := suite.Retry(func() error {
		_, err := b.apply(t)
		return err
	}); err != nil {
		return err
	}
	return errors.Join(b.keeps(erp.ReservedOf(b.o.View())), b.has(Articles()[0], b.Warehouses[0], shelved, shelved-1))
}

// refusesLess: of two goods one is there.
func refusesLess(b *bench) error {
	if err := b.canReserve(); err != nil {
		return err
	}
	one := b.Warehouses[0]
	if err := b.does(order.Assemble{Picks: order.PickAll("1"), Warehouse: one}); err != nil {
		return err
	}
	if err := b.reserve(); err != nil {
		return err
	}
	had := erp.ReservedOf(b.o.View())
	b.SetsStock(Articles()[1], one, amount.Pcs(0))
	if err := b.does(order.Assemble{Picks: order.PickAll("2", "3"), Warehouse: one}); err != nil {
		return err
	}
	t, err := b.task(order.EffectReserve, order.Effect{})
	if err != nil {
		return err
	}
	out, err := b.Port.Apply(b.ctx, t)
	if err != nil {
		return fmt.Errorf("a warehouse has less: %w; want the outcome %s", err, order.Rejected)
	}
	want := []order.Reserved{{Line: "2", Warehouse: one, Quantity: amount.Pcs(1)}}
	if out.Kind != order.Rejected || out.Text == "" || !slices.Equal(out.Lacks, want) {
		return fmt.Errorf("a warehouse has less: the outcome is %s (%q), it lacks %v; want %s, a text, and %v", out.Kind, out.Text, out.Lacks, order.Rejected, want)
	}
	if err := b.keeps(had); err != nil {
		return fmt.Errorf("after a refusal: %w", err)
	}
	if err := b.does(order.Release{Picks: order.PickAll("2")}); err != nil {
		return err
	}
	return b.reserve()
}
