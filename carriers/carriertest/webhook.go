package carriertest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

func callsAreGenuine(b bench) error {
	hook, err := suite.As[carriers.Webhooker](b.Port)
	if err != nil {
		return err
	}
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	var named []order.Ref
	err = suite.Webhook[order.Ref]{
		Port: hook, Call: suite.Bind(b.Call, r.Key), Forged: suite.Bind(b.Forged, r.Key),
		About: func(news []order.Ref) error {
			named = news
			if !slices.ContainsFunc(news, func(x order.Ref) bool { return x.ID == p.Ref.ID && x.System == p.Ref.System }) {
				return fmt.Errorf("a genuine call about %s reports %v", p.Ref, news)
			}
			return nil
		},
		Patient: hook.Answer(ordo.ErrNotStored).Status == hook.Answer(nil).Status,
	}.Check()
	if err != nil {
		return err
	}
	for _, ref := range named {
		for q, err := range b.Port.Read(b.ctx, ref) {
			if err != nil || q.Problem != nil {
				return fmt.Errorf("the parcel of a call cannot be read: %w", errors.Join(err, q.Problem))
			}
		}
	}
	return b.count(1)
}

func subscribedOnce(b bench) error {
	k, err := suite.As[carriers.Subscriber](b.Port)
	if err != nil {
		return err
	}
	for range 3 {
		if err := k.Subscribe(b.ctx); err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
	}
	if n := b.Subscriptions(); n != 1 {
		return fmt.Errorf("subscribed three times, there are %d subscriptions, want 1", n)
	}
	return nil
}
