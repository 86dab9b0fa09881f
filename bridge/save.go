package bridge

import (
	"context"
	"slices"
)

// save writes the batch. After it the job is as the store has it. With it ends the claim if nothing is due any more and
// nothing is being sent.
func (j *job) save(ctx context.Context) error {
	j.batch.Seen = lastMessage(j.stored.Messages)
	now, released := j.now(), false
	if j.token != "" {
		j.batch.Token = j.token
		released = (j.batch.Wake.IsZero() || j.batch.Wake.After(now)) && !j.isSending()
		if !released {
			j.batch.Claim = now.Add(lease)
		}
	}
	for i := range j.batch.Journal {
		j.batch.Journal[i].Run = recordOf(ctx).key()
	}
	open, left := j.pending(), j.unworked()
	// The decision is made: the end of the context stops what comes next, not this write.
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), j.grace)
	defer cancel()
	if err := j.store.Save(sctx, j.stored.ID, j.stored.Rev, j.batch); err != nil {
		return err
	}
	if released {
		j.token, j.released = "", true
	}
	j.stored.Rev++
	j.stored.Effects, j.stored.Messages, j.stored.Refs = open, left, j.refs()
	j.stored.Wake, j.stored.Summary = j.batch.Wake, j.batch.Summary
	if !j.batch.Refreshed.IsZero() {
		j.stored.Refreshed = j.batch.Refreshed
	}
	if j.known() {
		j.saved = j.order.Version()
	}
	j.publish(ctx, j.batch.Journal)
	j.batch = Batch{}
	return nil
}

// changed reports whether there is anything to write.
func (j *job) changed() bool {
	b := j.batch
	return j.known() && j.order.Version() != j.saved ||
		len(b.Refs)+len(b.Free)+len(b.Effects)+len(b.Done)+len(b.Failed)+len(b.Journal)+len(j.notes) > 0 || !b.Refreshed.IsZero()
}

// isSending reports whether an effect is being sent.
func (j *job) isSending() bool {
	return slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return w.Phase == PhaseSending })
}
