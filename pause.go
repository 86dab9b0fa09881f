package ordo

import "context"

type pauseKey struct{}

// WithoutPause returns a context whose calls do not wait for the end of a pause that the other system asked for after
// an earlier call. It is for calls that cannot wait, such as one for a person at a screen. The client's own limits
// hold, and so does a pause that the other system asks for in answer to the call itself.
func WithoutPause(ctx context.Context) context.Context {
	return context.WithValue(ctx, pauseKey{}, true)
}

// IgnoresPause reports whether ctx comes from [WithoutPause].
func IgnoresPause(ctx context.Context) bool { return ctx.Value(pauseKey{}) != nil }
