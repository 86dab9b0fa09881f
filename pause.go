package ordo

import "context"

type pauseKey struct{}

// WithoutPause returns a context whose calls do not wait until a pause is over that the other system asked for after an
// earlier call. It is for what cannot wait: a person presses a button, a deadline passes. The client's own limits hold, and
// whatever the other system says to the call itself counts.
func WithoutPause(ctx context.Context) context.Context {
	return context.WithValue(ctx, pauseKey{}, true)
}

// IgnoresPause reports whether ctx is of [WithoutPause]. Clients ask.
func IgnoresPause(ctx context.Context) bool { return ctx.Value(pauseKey{}) != nil }
