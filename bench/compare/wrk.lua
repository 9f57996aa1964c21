-- Sends one body again and again, with what stands between @ made anew for each request; prints the figures as JSON.
-- wrk ... -s wrk.lua URL -- BODY_FILE SEED WORDS API_KEY

local body, words = "", {}

local function digits(number)
  local made = {}
  for place = 1, number do made[place] = string.format("%x", math.random(0, 15)) end
  return table.concat(made)
end

local function uuid()
  return string.format("%s-%s-4%s-a%s-%s", digits(8), digits(4), digits(3), digits(3), digits(12))
end

local makers = {
  KEY = uuid,
  MESSAGE_ID = uuid,
  SESSION = function() return digits(4) end,
  SHORT = function() return digits(8) end,
  WORD = function() return words[math.random(#words)] end,
}

function init(arguments)
  local file = assert(io.open(arguments[1]))
  body = file:read("*a")
  file:close()
  math.randomseed(tonumber(arguments[2]))
  for word in string.gmatch(arguments[3] or "", "[^,]+") do words[#words + 1] = word end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  if arguments[4] then wrk.headers["X-API-Key"] = arguments[4] end
end

function request()
  local filled = string.gsub(body, "@([A-Z_]+)@", function(name) return makers[name]() end)
  return wrk.format(nil, nil, nil, filled)
end

function done(summary, latency)
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  ))
end
