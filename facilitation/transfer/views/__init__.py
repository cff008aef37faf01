"""Doors of transfer: organizers keep channels and notices, coordinators agree, staff read the log, officials the portal."""
