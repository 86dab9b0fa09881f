// Package strictjson reads settings that people wrote, and says everything that is wrong with them at once.
package strictjson
