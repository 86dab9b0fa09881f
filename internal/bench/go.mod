module github.com/ordo-sdk/ordo/internal/bench

go 1.26.0

require (
	github.com/Rhymond/go-money v1.0.15
	github.com/looplab/fsm v1.0.3
	github.com/ordo-sdk/ordo v0.0.0
	github.com/qmuntal/stateless v1.7.2
)

require (
	github.com/cenkalti/backoff/v4 v4.3.0 // indirect
	github.com/go-resty/resty/v2 v2.17.2 // indirect
	github.com/nyaruka/phonenumbers v1.8.1 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/text v0.44.0 // indirect
	golang.org/x/time v0.16.0 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
)

replace github.com/ordo-sdk/ordo => ../..
