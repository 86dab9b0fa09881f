// Package bitrix24 shows orders to the people who work in a Bitrix24 portal, and tells what they do there.
//
// An order is a deal of a funnel of its own. What a deal has no room for, its goods by state and place, shipments and
// return blocks, are items of three smart processes below it; names.go has the codes of stages and fields.
package bitrix24
